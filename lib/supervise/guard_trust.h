/* SPDX-License-Identifier: ISC */
/* Which guards may tell sshp something, and what. */
#ifndef SUPERVISE_GUARD_TRUST_H
#define SUPERVISE_GUARD_TRUST_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

#include "proto/event.h"

/*
 * sshp trusts all events of the guard that its ssh started.  Of a guard below
 * that one, for a jump host or a wrapped command, sshp trusts the reason why it
 * ended, and the figures of its path.  Other guards inherit the variables, too,
 * as that of an ssh in a LocalCommand.  sshp closes their connections, and they
 * print their own messages.
 */
enum guard_trust { GUARD_STRANGER, GUARD_BELOW, GUARD_OURS };

/* Limit of ancestors; four jump hosts need 13. */
#define GUARD_TRUST_DEPTH 24

/* A guard that connects. */
struct guard_trust_facts {
	const pid_t *above;	/* its parent, the parent of that, ... */
	size_t n;		/* at most GUARD_TRUST_DEPTH; 0: not known */
	pid_t ssh;		/* our ssh; 0: none runs */
	bool met;		/* the guard of this ssh has connected before */
	const pid_t *ours;	/* guards of our ssh that are connected */
	size_t guards;
};

/*
 * How far sshp trusts the guard.  Also GUARD_OURS for an orphan, if our ssh's
 * guard has not connected yet: after a quick refusal, ssh may have ended before
 * sshp accepts the guard's connection.
 */
enum guard_trust	guard_trust(const struct guard_trust_facts *f);

/*
 * True if sshp takes an event of such a guard.  The text of a verdict of a
 * guard below ours then names the host.
 */
bool	guard_trust_event(enum guard_trust trust, struct event *e);

#endif
