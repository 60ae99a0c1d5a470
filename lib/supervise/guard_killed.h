/* SPDX-License-Identifier: ISC */
/* What sshp does when the guard of a running ssh was killed. */
#ifndef SUPERVISE_GUARD_KILLED_H
#define SUPERVISE_GUARD_KILLED_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.h"

/*
 * A guard that reported a connection, and is gone without a report of its end,
 * was killed.  An ssh with a relay then ends by itself.  An ssh with a passed
 * socket runs on, and a dead path would stay unnoticed.  sshp waits 2 s, tells
 * the user, and from then on looks each second whether a client uses the
 * tunnel.  It replaces a tunnel that no client uses; it never replaces a shell.
 */
struct guard_killed {
	bool connected;		/* the guard reported a connection */
	bool ended;		/* the guard reported its end */
	bool told;		/* the user was told */
	int64_t timer;		/* next guard_killed_look(), ms; SPAN_NEVER */
};

enum guard_killed_order {
	GUARD_KILLED_TELL = 1 << 0,	/* tell guard_killed_text() */
	GUARD_KILLED_COUNT = 1 << 1	/* count ssh's connections, and ask
					   guard_killed_replaces() */
};

/* Another attempt begins. */
void	guard_killed_begin(struct guard_killed *g);

/* The guard sent an event of this kind. */
void	guard_killed_event(struct guard_killed *g, enum event_kind kind);

/* True if the guard was killed; present: it is still connected to sshp. */
bool	guard_killed_is(const struct guard_killed *g, bool present);

/*
 * Call each turn.  runs: ssh runs, and was not told to end.  Returns the orders
 * that are due at now.
 */
unsigned	guard_killed_look(struct guard_killed *g, int64_t now,
		    bool present, bool runs);

/*
 * True if sshp replaces ssh.  connections: those that ssh has, one of which is
 * its own to the server; -1: not known.
 */
bool	guard_killed_replaces(bool tunnel, int connections);

/* The message for the user. */
const char	*guard_killed_text(bool tunnel);

#endif
