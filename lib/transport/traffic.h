/* SPDX-License-Identifier: ISC */
/* Bytes, rates and ages of a connection, in words. */
#ifndef TRANSPORT_TRAFFIC_H
#define TRANSPORT_TRAFFIC_H

#include <stdbool.h>
#include <stdint.h>

/* What went through a connection, and how fast. */
struct traffic {
	int64_t began;		/* ms */
	uint64_t sent, received; /* bytes, towards the server and from it */
	int64_t sent_at, received_at; /* the last of them, ms; or SPAN_NEVER */
	int64_t quiet;		/* the longest in which nobody spoke, since the
				 * server last did; ms */
	int64_t told;		/* when traffic_text() was last called, ms */
	uint64_t told_sent, told_received;
};

/* What the kernel knows besides. */
struct traffic_path {
	bool known;
	int64_t rtt, rttvar;	/* round trip and its variation, us */
	int64_t resent;		/* segments sent again, ever */
	int unanswered;		/* of them, the last in a row */
	int64_t pending;	/* bytes unsent or unacknowledged */
	int64_t heard;		/* ms since any segment came */
};

#define TRAFFIC_TEXT 400

void	traffic_start(struct traffic *t, int64_t now);

/* n more bytes; or, where somebody else counts, all until now. */
void	traffic_sent(struct traffic *t, uint64_t n, int64_t now);
void	traffic_received(struct traffic *t, uint64_t n, int64_t now);
void	traffic_totals(struct traffic *t, uint64_t sent, uint64_t received,
	    int64_t now);

/*
 * For how long nobody had spoken when the server was last heard of, silent ms
 * before now: what the path may have taken for an end.  0 if nothing was said.
 */
int64_t	traffic_quiet(const struct traffic *t, int64_t now, int64_t silent);

/*
 * Writes all of it as key=value words: bytes, bytes a second since it was last
 * told, ages, and the path; state is a word for what the watch waits for.
 */
char	*traffic_text(struct traffic *t, const struct traffic_path *p,
	    const char *state, int64_t now, char out[TRAFFIC_TEXT]);

#endif
