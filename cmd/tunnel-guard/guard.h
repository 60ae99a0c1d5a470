/* SPDX-License-Identifier: ISC */
/* One guarded connection from its start to its end. */
#ifndef TUNNEL_GUARD_GUARD_H
#define TUNNEL_GUARD_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/log.h"
#include "tunnel-guard/connection.h"

/* What tunnel-guard(1) was asked to do. */
struct guard_options {
	const char *host, *port; /* port: a number or a service's name */
	bool pass;		/* -F: pass the socket to ssh */
	const char *command;	/* -c: to run instead of dialling; or NULL */
	struct connection_options reach;
	int64_t patience;	/* -t: of silence, ms */
	int64_t deadline;	/* -w: to connect, then again for a banner */
	int64_t alive;		/* -k: ServerAliveInterval, ms; or 0 */
	bool hasty;		/* -a: does not wait for a network */
	const char *supervisor;	/* $SSHP_EVENTS: its socket, or NULL */
	const char *attempt;	/* $SSHP_ATTEMPT, for it; or NULL */
};

/*
 * Dials, or runs the command; relays between that and descriptors 0 and 1, and
 * ends the connection and the ssh above it when it is dead.  Returns the exit
 * status: 0 if the connection ended by itself, 255 if it failed or was ended.
 */
int	guard_run(const struct guard_options *o, const struct log *log);

#endif
