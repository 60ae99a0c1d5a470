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
#include "transport/ending.h"
#include "transport/frozen.h"
#include "transport/handshake.h"
#include "transport/ssh_not_reading.h"
#include "transport/stall.h"
#include "transport/verdict.h"
#include "tunnel-guard/network.h"

/*
 * Watches a connection.  The socket's kernel state and the relayed bytes become
 * samples for the pure machines of lib/transport.  liveness sets the socket
 * options that these machines ask for.  It never reads, writes or closes the
 * connection; the caller ends it.
 *
 * Without a socket (the user's own ProxyCommand) liveness uses the bytes alone.
 * Without bytes (a passed socket) liveness uses the socket alone.  The caller
 * then does not call the functions that take bytes, and liveness reports
 * nothing about the phases before SSH.  The caller must call
 * liveness_unacknowledged() when bytes are unacknowledged, and must feed the
 * frozen machine with the traffic.
 */

struct liveness_options {
	const char *host;	/* for messages of -v */
	int64_t silence_limit;	/* -t, ms */
	int64_t alive;		/* ServerAliveInterval, ms; 0: unknown */
	struct handshake_limits limits; /* at the start; ms */
	bool far;		/* more hops follow the socket's peer: data that
				 * the peer acknowledged may wait there */
	bool hasty;		/* the end loses nothing, so timers run on while
				 * this machine has no network */
};

struct liveness {
	const struct liveness_options *o;
	const struct log *log;
	const struct ssh_process *ssh; /* liveness asks whether it is stopped */
	int sock;		/* the caller's; -1: none */
	struct handshake handshake;
	struct stall stall;
	struct frozen frozen;
	struct ssh_not_reading ssh_not_reading;
	struct ending_eof server_eof; /* the server's end of file */
	struct network network;
	size_t sent, received;	/* bytes, in this turn of the loop */
	bool offline;		/* no network: all timers are paused */
	bool probing;		/* the kernel probes the peer */
	struct stall_keepalive keepalive; /* while it does not */
	int rto_cap;		/* present cap, ms; 0: the kernel has none */
	bool gives_up_late;	/* TCP_USER_TIMEOUT is set: bytes in flight */

	struct verdict verdict;	/* of liveness_dead() and liveness_failed() */
};

/*
 * Begins at now to watch a new connection, and sets its socket options.  The
 * objects that o, log and ssh point to must live as long as w.
 */
void	liveness_open(struct liveness *w, const struct liveness_options *o,
	    const struct log *log, const struct ssh_process *ssh, int sock,
	    int64_t now);

/* Adds descriptors and deadlines to a turn of the loop. */
void	liveness_enter(struct liveness *w, struct loop *l);

/* The caller wrote bytes from ssh to the connection at now, ms. */
void	liveness_sent(struct liveness *w, int64_t now);

/*
 * The caller found at now, ms, that the kernel has unacknowledged bytes, and
 * has repeated them unanswered times.
 */
void	liveness_unacknowledged(struct liveness *w, int64_t now,
	    int unanswered);

/*
 * The caller no longer looks for unacknowledged bytes.  On a line that fills,
 * the kernel must then not retransmit late bytes as fast as watched ones.
 */
void	liveness_ease_cap(struct liveness *w);

/* n bytes came from ssh at now, ms, and go to the server. */
void	liveness_from_ssh(struct liveness *w, int64_t now, const void *from,
	    size_t n);

/*
 * n bytes came from the server at now, ms.  True, once in a connection, when
 * they prove that the server speaks SSH.
 */
bool	liveness_from_server(struct liveness *w, int64_t now, const void *from,
	    size_t n);

/* The server speaks SSH: the caller has another proof. */
void	liveness_ssh_begun(struct liveness *w);

/*
 * The state of ssh's pipe at now, ms. waits: bytes wait for ssh, which reads no
 * more now. took: ssh has read some since the last call.
 */
void	liveness_unread(struct liveness *w, int64_t now, bool waits, bool took);

/* The server's end of file came by now, ms, and ssh got it. */
void	liveness_closed(struct liveness *w, int64_t now);

/*
 * Call after every wait.  True if the connection is dead; w->verdict has the
 * reason.
 */
bool	liveness_dead(struct liveness *w, const struct loop *l);

/*
 * The connection failed with error (errno) at now, ms.  True if the path is
 * dead, with the reason in w->verdict; false if the peer or a middlebox ended
 * the connection.
 */
bool	liveness_failed(struct liveness *w, int error, int64_t now);

/* Whether ssh runs; read from the system at each call. */
enum ending_ssh	liveness_ssh(const struct liveness *w);

/*
 * The caller is about to close the socket.  The kernel must repeat the FIN for
 * a while, because it may still free a port on the server.
 */
void	liveness_close(struct liveness *w);

#endif
