/* SPDX-License-Identifier: ISC */
#ifndef RUN_REACH_H
#define RUN_REACH_H

#include <stdint.h>

#include "run/report.h"
#include "sys/dial.h"
#include "sys/log.h"
#include "sys/loop.h"
#include "sys/resolve.h"

/* From a name to a connection: resolve, dial. */

/* How. */
struct reach_options {
	int family;		/* AF_UNSPEC, AF_INET, AF_INET6 */
};

enum reach_state {
	REACH_NAME,		/* asking for addresses */
	REACH_DIAL,		/* connecting to one of them */
	REACH_DONE,		/* sock is connected */
	REACH_FAILED		/* and it has been reported why */
};

struct reach {
	const struct reach_options *o;
	const char *host, *port; /* port: a number or a service's name */
	struct report *report;
	const struct log *log;

	enum reach_state state;
	int sock;		/* non-blocking, the caller's to close; or -1 */
	int64_t began, deadline; /* points, ms */
	struct resolve resolve;
	int slot;		/* of resolve's in this turn of the loop */
	struct resolved found;
	struct address addr[RESOLVE_MAX]; /* in the order to try */
	struct dial dial;
	int64_t dialled, renew;	/* the first start; the next round's, ms */
	int round;
};

/*
 * Begins at now, with the first group of r filled in: the connection is to be
 * there within span ms.
 */
void	reach_start(struct reach *r, int64_t now, int64_t span);

/* Enters what is waited for into a turn of the loop. */
void	reach_watch(struct reach *r, struct loop *l);

/* Goes on after the wait; the state it came to. */
enum reach_state	reach_step(struct reach *r, const struct loop *l);

/* Ends what is under way; a connected socket stays. */
void	reach_close(struct reach *r);

#endif
