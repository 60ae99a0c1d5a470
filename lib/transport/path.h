/* SPDX-License-Identifier: ISC */
/* The state of a connection's path in the last minute. */
#ifndef TRANSPORT_PATH_H
#define TRANSPORT_PATH_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/path_figures.h"

/*
 * The caller reports bytes and samples of the kernel's counters only while it
 * is awake anyway, so an idle connection costs nothing.  The module keeps them
 * in slots of five seconds: so it can tell the state of the last minute, or of
 * the minute before a loss that was noticed late.
 */

enum { PATH_SLOTS = 32 };

/* The counters of the connection at one time. */
struct path_counts {
	uint64_t sent, received; /* bytes */
	int64_t segments, resent; /* segments with data, retransmits included;
				   and the retransmits */
};

struct path {
	int64_t began;		/* ms */
	bool sampled;		/* the bytes come from samples, too */
	int64_t rtt;		/* smoothed, of the last sample, us */
	struct path_counts now;
	unsigned slots;		/* used so far; i is at i % PATH_SLOTS */
	struct {
		int64_t at;	/* last change, ms */
		int64_t worst;	/* longest round trip, us */
		struct path_counts counts; /* at that time */
	} slot[PATH_SLOTS];
};

/* The connection begins at now, ms. */
void	path_start(struct path *p, int64_t now, bool sampled);

/* The bytes of the connection until now, ms. */
void	path_bytes(struct path *p, int64_t now, uint64_t sent,
	    uint64_t received);

/* A sample of the kernel's counters at now, ms; rtt in us. */
void	path_sample(struct path *p, int64_t now, int64_t rtt, int64_t segments,
	    int64_t resent);

/* Fills in the figures of the minute before at, ms. */
void	path_report(const struct path *p, int64_t at, struct path_figures *f);

#endif
