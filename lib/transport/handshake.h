/* SPDX-License-Identifier: ISC */
/* Follows the SSH handshake of both sides, and limits its duration. */
#ifndef TRANSPORT_HANDSHAKE_H
#define TRANSPORT_HANDSHAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "transport/verdict.h"

/*
 * This module reads the part of the handshake that both sides send in plain
 * text, and tells how far the handshake is.
 *
 * An SSH server sends its identification (RFC 4253, 4.2), "SSH-2.0-...",
 * perhaps after lines of other text.  Until that line comes, the other end may
 * be no SSH server.
 *
 * Then packets follow (RFC 4253, 6).  This module reads only the first six
 * bytes of each packet: length, padding and message number.  It reads nothing
 * of a side after that side's NEWKEYS.  The message numbers tell which side
 * must send next (RFC 4253, 7):
 * - the server, until its KEXINIT has come;
 * - then the side that did not send the last message of the key exchange;
 * - the server, if the client has sent NEWKEYS and the server has not;
 * - the server, if it has sent only a part of a packet.
 * If the client asks the user about the host key, the server's NEWKEYS has come
 * already, so the client does not wait for the server.
 *
 * Three limits end a connection.  The first is for the banner, counted from the
 * connect.  On a path that is slow now, that limit grows to ten round trips,
 * but not above the deadline.  The second is for each step that the server
 * owes.  It is at least 30 s (15 s if the end of the connection loses nothing),
 * because ssh's ConnectTimeout ends with the banner, and a slow machine may
 * need seconds for its keys.  The third is for the whole handshake after the
 * banner, five steps: each byte restarts the step.
 */
enum handshake_state {
	HANDSHAKE_SILENT,		/* nothing came yet */
	HANDSHAKE_OTHER,		/* text, but no identification yet */
	HANDSHAKE_NOT_SSH,	/* no SSH server sends this: HTTP, or TLS */
	HANDSHAKE_SSH,		/* the identification has come */
	HANDSHAKE_KEYED		/* and NEWKEYS of the server: the end */
};

#define HANDSHAKE_LINE 72		/* bytes kept of the first line */

/* One side's packets. */
struct handshake_side {
	int stage;		/* what comes next; see handshake.c */
	unsigned char head[6];	/* first bytes of the present packet */
	size_t head_len;	/* bytes in head */
	size_t left;		/* bytes of the packet to come after head */
	int last;		/* last message number; 0: none yet */
};

/* The limits of the user or the supervisor, ms. */
struct handshake_limits {
	int64_t banner;		/* from the connect to the banner */
	int64_t deadline;	/* -w: for each step; on a slow path also the
				 * most for the banner */
	bool hasty;		/* the end loses nothing: shorter steps */
	bool command;		/* a command connects, and may take any time:
				 * the supervisor's limit does not count */
};

struct handshake {
	struct handshake_limits limits;
	int64_t connected;	/* time of the connect, or of the return of
				 * the network, ms */
	int64_t progress;	/* time of the last bytes of either side, ms */
	int64_t banner;		/* time of the banner, ms */
	int64_t slow;		/* limit for the banner on a slow path, ms;
				 * 0: the path was not asked yet */
	enum handshake_state state;
	char first[HANDSHAKE_LINE];	/* the first line's beginning, raw */
	size_t len;		/* bytes in first */
	size_t column;		/* bytes of the present line so far */
	size_t match;		/* how many of them match "SSH-" */
	int lines;		/* whole lines so far */
	struct handshake_side server, client;
	bool kexinit;		/* the server's KEXINIT has begun to come */
	bool client_waits;	/* the client's key exchange message has no
				   answer yet */
	bool unreadable;	/* the bytes are no packets: nothing is known */
};

/* Begins: the connection was made at now, ms. */
void	handshake_start(struct handshake *p, const struct handshake_limits *,
	    int64_t now);

/*
 * The supervisor sets the limit for the banner to ms.  Returns false, and does
 * nothing, if ms is outside 1 s to 10 min, or a command connects.
 */
bool	handshake_limit_banner(struct handshake_limits *, int64_t ms);

/*
 * The server sent n bytes at now, ms.  True, once in a connection, when they
 * show that the server speaks SSH.
 */
bool	handshake_received(struct handshake *p, int64_t now, const void *from,
	    size_t n);

/* The client sent n bytes at now, ms. */
void	handshake_sent(struct handshake *p, int64_t now, const void *from,
	    size_t n);

/* The handshake cannot be followed: no limit holds from now on. */
void	handshake_unknown(struct handshake *p);

/* True if a handshake has begun and the server must send next. */
bool	handshake_owes(const struct handshake *p);

/* Time of the next handshake_look(), ms; SPAN_NEVER: no need. */
int64_t	handshake_due(const struct handshake *p);

/*
 * Call this when handshake_due() has come; now in ms. rtt: the round trip and
 * four times its variation, ms; -1: not known.  True if the connection must
 * end; v has the reason.
 */
bool	handshake_look(struct handshake *p, int64_t now, int64_t rtt,
	    struct verdict *v);

/*
 * Call this after handshake_look() gave a verdict.  True, and the limits begin
 * again, if the verdict does not hold: a stopped ssh sends nothing, so the
 * server has nothing to answer.
 */
bool	handshake_excused(struct handshake *p, int64_t now,
	    const struct verdict *v, bool stopped);

/* The guard could not see what happened: the step begins again at now, ms. */
void	handshake_forgive(struct handshake *p, int64_t now);

/* The network is back: the limit for the banner begins again at now, ms. */
void	handshake_reconnected(struct handshake *p, int64_t now);

#endif
