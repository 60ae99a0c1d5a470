/* SPDX-License-Identifier: ISC */
/* Bytes, rates and ages of a connection, in words. */
#ifndef TRANSPORT_TRAFFIC_H
#define TRANSPORT_TRAFFIC_H

#include <stdbool.h>
#include <stdint.h>

/* The bytes of a connection, and their times. */
struct traffic {
	int64_t began;		/* time of the connect, ms */
	uint64_t sent, received; /* bytes, towards the server and from it */
	int64_t sent_at, received_at; /* the last of them, ms; or SPAN_NEVER */
	int64_t quiet;		/* the longest time without traffic since the
				 * server last sent, ms */
	int64_t reported_at;	/* when traffic_text() was last called, ms */
	uint64_t reported_sent, reported_received; /* bytes, at that time */
};

/* The kernel's state of the connection (sys/tcp.h). */
struct traffic_path {
	bool known;		/* false: this system has none */
	int64_t rtt, rttvar;	/* round trip and its variation, us */
	int64_t resent;		/* segments sent again, ever */
	int unanswered;		/* of them, the last in a row */
	int64_t pending;	/* bytes unsent or unacknowledged */
	int64_t received_ago;	/* ms since any segment came */
};

#define TRAFFIC_TEXT 400

/* Begins: the connection was made at now, ms. */
void	traffic_start(struct traffic *t, int64_t now);

/* n more bytes were sent to the server, or received, at now, ms. */
void	traffic_sent(struct traffic *t, uint64_t n, int64_t now);
void	traffic_received(struct traffic *t, uint64_t n, int64_t now);

/* The same, with the bytes of the whole connection until now. */
void	traffic_totals(struct traffic *t, uint64_t sent, uint64_t received,
	    int64_t now);

/*
 * How long there was no traffic before the server's last sign, which came
 * silent ms before now; ms.  The path may have dropped the connection for this
 * idle time.  0 if the server never sent anything.
 */
int64_t	traffic_quiet(const struct traffic *t, int64_t now, int64_t silent);

/*
 * Writes the traffic as key=value words: bytes, bytes a second since the last
 * call, ages, and the path.  state: one word, what the guard waits for.
 * Returns out.
 */
char	*traffic_text(struct traffic *t, const struct traffic_path *p,
	    const char *state, int64_t now, char out[TRAFFIC_TEXT]);

#endif
