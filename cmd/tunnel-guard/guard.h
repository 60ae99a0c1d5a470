/* SPDX-License-Identifier: ISC */
/* Runs one guarded connection from its start to its end. */
#ifndef TUNNEL_GUARD_GUARD_H
#define TUNNEL_GUARD_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/log.h"
#include "sys/loop.h"
#include "sys/ssh_process.h"
#include "transport/path.h"
#include "transport/traffic.h"
#include "tunnel-guard/command.h"
#include "tunnel-guard/connection.h"
#include "tunnel-guard/liveness.h"
#include "tunnel-guard/relay.h"
#include "tunnel-guard/report.h"

/* The options of tunnel-guard(1). */
struct guard_options {
	const char *host, *port; /* port: a number or a service's name */
	bool pass;		/* -F: pass the socket to ssh */
	const char *command;	/* -c: runs instead of dialling; or NULL */
	struct connection_options connection;
	int64_t silence_limit;	/* -t, ms */
	int64_t deadline;	/* -w: to connect; again for a banner; ms */
	int64_t alive;		/* -k: ServerAliveInterval, ms; or 0 */
	bool hasty;		/* -a: does not wait for the network */
	const char *supervisor;	/* $SSHP_EVENTS: its socket, or NULL */
	const char *attempt;	/* $SSHP_ATTEMPT, for it; or NULL */
};

/*
 * Connects, or runs the command, and relays between that and descriptors 0 and
 * 1.  Ends a dead connection and its ssh.  Returns the exit status: 0 if the
 * connection ended by itself, 255 if it failed or the guard ended it.
 */
int	guard_run(const struct guard_options *o, const struct log *log);

struct guard {
	const struct guard_options *o;
	const struct log *log;
	struct report report;
	struct loop loop;
	int signals;		/* descriptor for signals_take() */
	int signals_slot, output_slot, ssh_slot, supervisor_slot;
	struct ssh_process ssh;
	struct connection connection;
	int sock;		/* to the server; or -1 */
	struct command command;	/* with -c */
	struct relay up, down;	/* ssh to server, server to ssh */
	struct liveness_options liveness_options;
	struct liveness liveness;
	struct traffic traffic;
	struct path path;
	int64_t path_due;	/* next sample of the path, ms; if the guard is
				   awake then */
	struct handshake_limits limits; /* the supervisor may change them */
	bool passed;		/* ssh has the socket itself */
	bool connected;		/* the guard has a connection */
	bool received;		/* the server has sent something */
	bool close_reported;	/* told the supervisor that the server closed */
	bool dismissed;		/* ssh ended, or dismissed the guard */
};

/* --- guard_loop.c: in every phase --- */

/*
 * Begins a turn of the loop with the events of every phase: signals, as SIGHUP,
 * and the loss of the reader of our output, which shows a killed ssh.
 */
void	guard_begin_turn(struct guard *g);

/* Waits, and handles those events.  Returns 0, or -1. */
int	guard_wait(struct guard *g);

/* Drops privileges that are no longer needed, if this system can. */
void	guard_confine(const struct guard *g, int (*how)(void));

/* Begins to feed liveness with the connection in g->sock, or the command. */
void	guard_start_liveness(struct guard *g);

/* The same for the first connection: also reports which process ssh is. */
void	guard_connected(struct guard *g);

/* --- report.c: the end --- */

/* Reports "host: text" to the supervisor or the user. */
void	report_end_text(struct guard *g, enum event_kind kind,
	    enum cause cause, const char *text);

/*
 * The connection is over or dead: reports why, with the verdict if there is
 * one.  Call this before guard_exit(), so that the supervisor knows the reason
 * before it sees the end of ssh.
 */
void	report_end(struct guard *g);

/* --- report.c: the path --- */

/* Samples the path if that is due; call each turn, since it wakes nobody. */
void	report_sample(struct guard *g);

/* Adds the figures of the path to the event of the end; silent: ms. */
void	report_path_before(struct guard *g, int64_t silent);

/* Sends the figures of the path: the supervisor has asked for them. */
void	report_path_figures(struct guard *g);

/* --- exit.c: the end of the connection, and of the ssh above --- */

/*
 * Closes the connection, and makes sure that the ssh of a dead connection ends.
 * Returns the exit status.
 */
int	guard_exit(struct guard *g);

/* --- fdpass.c: ProxyUseFdpass --- */

/*
 * Passes the socket to ssh.  A child stays to watch the connection.  Returns
 * the exit status: for ssh in the parent, unused in the child.
 */
int	fdpass_socket(struct guard *g);

#endif
