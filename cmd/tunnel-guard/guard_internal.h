/* SPDX-License-Identifier: ISC */
/* What the files of the guard share, and one turn of its loop. */
#ifndef TUNNEL_GUARD_GUARD_INTERNAL_H
#define TUNNEL_GUARD_GUARD_INTERNAL_H

#include "sys/loop.h"
#include "sys/ssh_process.h"
#include "transport/traffic.h"
#include "tunnel-guard/command.h"
#include "tunnel-guard/connection.h"
#include "tunnel-guard/guard.h"
#include "tunnel-guard/liveness.h"
#include "tunnel-guard/relay.h"
#include "tunnel-guard/report.h"

/* What the files of the guard share, and nobody else includes. */

struct guard {
	const struct guard_options *o;
	const struct log *log;
	struct report report;
	struct loop loop;
	int signals;		/* to be taken from here */
	int signals_slot, gone_slot, owner_slot, supervisor_slot;
	struct ssh_process owner;
	struct connection reach;
	int sock;		/* to the server; or -1 */
	struct command wrap;	/* the command, with -c */
	struct relay up, down;	/* ssh to server, server to ssh */
	struct liveness_options watching;
	struct liveness watch;
	struct traffic traffic;
	int64_t banner;	/* what the supervisor says to wait for one, ms; or 0 */
	bool passed;		/* ssh has the socket itself */
	bool watched;		/* there is a connection */
	bool heard;		/* something came from the server */
	bool told;		/* the supervisor, that the server closed */
	bool left;		/* ssh has gone, or sent us away */
};

/* --- guarding.c: in every phase --- */

/*
 * Begins a turn of the loop with what matters in every phase: SIGHUP, and that
 * nobody reads our output any more, which is how an ssh that was killed shows.
 */
void	guard_watch(struct guard *g);

/* Waits, and sees to that; 0, or -1. */
int	guard_wait(struct guard *g);

/* Gives up what is not needed any more, if this system can. */
void	guard_confine(const struct guard *g, int (*how)(void));

/* There is a connection in g->sock, or a command: begins to watch it. */
void	guard_observe(struct guard *g);

/* It is the first: tells, too, who ssh is. */
void	guard_connected(struct guard *g);

/* --- carry.c: the bytes --- */

/* Moves bytes until the connection is over, dead, or ssh has left. */
void	carry_bytes(struct guard *g);

/* --- farewell.c: the end, and the ssh above --- */

/* Says "host: text". */
void	guard_exit_say(struct guard *g, enum event_kind kind,
	    enum cause cause, const char *text);

/*
 * The connection is over, or dead: says why, closes it, and sees to it that a
 * dead one's ssh leaves.  Returns the status to exit with.
 */
int	guard_exit(struct guard *g);

/* --- pass.c: ProxyUseFdpass --- */

/*
 * Passes the socket to ssh, and stays behind it; the status for ssh, or for
 * nobody.
 */
int	fdpass_socket(struct guard *g);

#endif
