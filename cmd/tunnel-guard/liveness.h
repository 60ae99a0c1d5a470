/* SPDX-License-Identifier: ISC */
/* Feeds samples of the socket to the machines of lib/transport. */
#ifndef TUNNEL_GUARD_LIVENESS_H
#define TUNNEL_GUARD_LIVENESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sys/log.h"
#include "sys/loop.h"
#include "sys/ssh_process.h"
#include "transport/frozen.h"
#include "transport/handshake.h"
#include "transport/ssh_not_reading.h"
#include "transport/stall.h"
#include "transport/verdict.h"
#include "tunnel-guard/network.h"

/*
 * Watches a connection: turns what the kernel tells of its socket, and the
 * bytes that pass, into samples for the pure machines of lib/link, and does
 * to the socket what they ask for.  It never reads, writes or closes the
 * connection; ending it is the caller's.
 *
 * It makes do with less.  Without a socket (a wrapped command) it judges by
 * the bytes alone; without bytes (the socket was passed to ssh) by the socket
 * alone: then the functions that take bytes are not called, nothing is said of
 * the phases before SSH, and it is for the caller to say liveness_found() when
 * bytes are out, and to tell the frozen machine what has passed.
 */

struct liveness_options {
	const char *host;	/* for what -v says */
	int64_t patience;	/* of silence, ms */
	int64_t deadline;	/* for the server's every step from its banner
				 * up to NEWKEYS, ms */
	int64_t banner;	/* for that, ms; on a slow path up to deadline */
	int64_t alive;		/* ServerAliveInterval, ms; 0: not known */
	bool unseen;		/* the bytes pass elsewhere */
	bool far;		/* other hops lie behind the socket: what it
				 * acknowledged may wait there */
	bool hasty;		/* nothing is lost by ending it: no timer stands
				 * still while this machine has no network */
};

struct liveness {
	const struct liveness_options *o;
	const struct log *log;
	const struct ssh_process
	    *owner; /* the ssh above; asked whether it stopped */
	int sock;		/* the caller's; -1: there is none */
	struct handshake phase;
	struct stall stall;
	struct frozen frozen;
	struct ssh_not_reading not_reading;
	size_t up, down;	/* bytes, in this turn of the loop */
	int64_t step;		/* when the handshake last went on, ms */
	int64_t began;		/* when it began, with the banner, ms */
	struct network network;
	bool held;		/* no network: all timers stand still */
	bool asked;		/* the peer is being probed */
	struct stall_keepalive keepalive;
	int rto_cap;		/* in force, ms; 0: the kernel has none */
	bool in_flight;		/* as the kernel was told, liveness_give_up() */
	int64_t connected;	/* when, ms */
	int64_t slow;		/* what the path asks for a banner, ms; or 0 */
	int64_t closed;		/* the server's end came; or SPAN_NEVER */
	struct verdict verdict;	/* what liveness_dead() and _failed() found */
};

/*
 * Begins at now to watch a connection that has just been made, and tells the
 * kernel how.  What w is given must live as long as w.
 */
void	liveness_open(struct liveness *w, const struct liveness_options *o,
	    const struct log *log, const struct ssh_process *owner, int sock,
	    int64_t now);

/* Enters what is waited for, and what is due, into a turn of the loop. */
void	liveness_enter(struct liveness *w, struct loop *l);

/* Bytes of ssh's were handed to the connection at now. */
void	liveness_sent(struct liveness *w, int64_t now);

/* The kernel was found to have such, repeated so often in vain. */
void	liveness_found(struct liveness *w, int64_t now, int unanswered);

/*
 * Nobody looks now whether bytes are out: what is merely late, on a line that
 * fills, must not be repeated as fast as what is watched.
 */
void	liveness_ease(struct liveness *w);

/* n bytes came from ssh, and are on their way. */
void	liveness_went(struct liveness *w, int64_t now, const void *from,
	    size_t n);

/*
 * n bytes came from the server.  True if they completed what shows that it
 * speaks SSH: once in a connection.
 */
bool	liveness_came(struct liveness *w, int64_t now, const void *from,
	    size_t n);

/* It does: the caller knows from elsewhere. */
void	liveness_spoke(struct liveness *w);

/*
 * Whether bytes wait for ssh, which takes no more now, and whether it took any
 * since this was last said.
 */
void	liveness_waits(struct liveness *w, int64_t now, bool waits, bool took);

/* The server's end came, at now or before, and was passed on to ssh. */
void	liveness_closed(struct liveness *w, int64_t now);

/*
 * To be called after every wait.  True if the connection is dead, for the
 * reason in w->verdict.
 */
bool	liveness_dead(struct liveness *w, const struct loop *l);

/*
 * The connection failed with error (errno).  True if that is a dead path, as
 * w->verdict has it; false if somebody ended it.
 */
bool	liveness_failed(struct liveness *w, int error, int64_t now);

/*
 * The socket is about to be closed: its FIN is to be repeated for a while, for
 * it may yet free a port that the server holds.
 */
void	liveness_close(struct liveness *w);

#endif
