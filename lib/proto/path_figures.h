/* SPDX-License-Identifier: ISC */
/* The figures of a path: round trip, retransmits, bytes; and their text. */
#ifndef PROTO_PATH_FIGURES_H
#define PROTO_PATH_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "base/pairs.h"

/* Where the path leads that TCP_INFO describes. */
enum path_hop {
	PATH_SERVER,
	PATH_PROXY,		/* to the proxy */
	PATH_JUMP,		/* to the first jump host, or where a wrapped
				   command connects */
	PATH_HOPS
};

/*
 * The figures that a guard reports.  "Lately" is the last minute, or less at
 * the start of the connection.  Zero: nothing is known.
 */
struct path_figures {
	int64_t known;		/* 1: there are figures */
	int64_t rtt, worst;	/* round trip: smoothed, and the longest of
				   these lately, us; 0: not known */
	int64_t segments, resent; /* segments with data that were sent lately,
				   and those of them that were retransmits */
	int64_t all_segments, all_resent; /* the same of the connection */
	int64_t sent, received;	/* bytes of the connection, to the server and
				   from it */
	int64_t sent_rate, received_rate; /* the same lately, bytes a second */
	int64_t answered;	/* time since the last answer, ms */
	int64_t hop;		/* enum path_hop */
};

/* The rows of a table (base/pairs.h) for the member m of struct s. */
#define PATH_FIGURES(s, m) \
	PAIR_NUMBER(s, "path", m.known), \
	PAIR_NUMBER(s, "rtt", m.rtt), \
	PAIR_NUMBER(s, "rtt_worst", m.worst), \
	PAIR_NUMBER(s, "segments", m.segments), \
	PAIR_NUMBER(s, "resent", m.resent), \
	PAIR_NUMBER(s, "all_segments", m.all_segments), \
	PAIR_NUMBER(s, "all_resent", m.all_resent), \
	PAIR_NUMBER(s, "sent", m.sent), \
	PAIR_NUMBER(s, "received", m.received), \
	PAIR_NUMBER(s, "sent_rate", m.sent_rate), \
	PAIR_NUMBER(s, "received_rate", m.received_rate), \
	PAIR_NUMBER(s, "answered", m.answered), \
	PAIR_NUMBER(s, "hop", m.hop)

/* Forgets figures of another process that cannot be right. */
void	path_figures_limit(struct path_figures *f);

/*
 * Adds the figures of another guard of the same connection: those of TCP come
 * from the guard that has them.
 */
void	path_figures_join(struct path_figures *f,
	    const struct path_figures *more);

/* "server", "proxy", "jump-host". */
const char	*path_figures_hop(const struct path_figures *f);

/* Share of retransmits lately, 0 to 1; -1: nothing was sent. */
double	path_figures_share(const struct path_figures *f);

/* How bad a share of retransmits is: 0 good, 1 from 2 %, 2 from 10 %. */
int	path_figures_rating(double share);

#define PATH_FIGURES_TEXT 160

/* These write to out and return it; "-" if the figure is not known. */

/* "12ms/80ms": the round trip, and the longest lately. */
char	*path_figures_trip(const struct path_figures *f, char *out,
	    size_t size);

/* "0.4%": the share of retransmits. */
char	*path_figures_resent(const struct path_figures *f, char *out,
	    size_t size);

/* "3.4kB": a number of bytes. */
char	*path_figures_bytes(int64_t bytes, char *out, size_t size);

/*
 * A sentence about the minute before a loss: "round trip 12ms, at most 80ms; 5%
 * of 240 segments sent again; ...".
 */
char	*path_figures_words(const struct path_figures *f, char *out,
	    size_t size);

#endif
