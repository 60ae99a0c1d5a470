/* SPDX-License-Identifier: ISC */
/* Runs one guarded connection from its start to its end. */
#ifndef TUNNEL_GUARD_GUARD_H
#define TUNNEL_GUARD_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/log.h"
#include "tunnel-guard/connection.h"

/* The options of tunnel-guard(1). */
struct guard_options {
	const char *host, *port; /* port: a number or a service's name */
	bool pass;		/* -F: pass the socket to ssh */
	const char *command;	/* -c: runs instead of dialling; or NULL */
	struct connection_options reach;
	int64_t patience;	/* -t: limit of silence, ms */
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

#endif
