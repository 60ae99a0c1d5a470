/* SPDX-License-Identifier: ISC */
/* Identifies a connection: destination and forwards, and a digest of both. */
#ifndef PLAN_IDENTITY_H
#define PLAN_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "plan/plan.h"

/*
 * An identity is the destination of a connection, the way to it, and its
 * forwards.  Two tunnels with one identity are the same tunnel.  The user may
 * have any number of shells to one destination.  A shell never shares a history
 * with a tunnel, or with a shell that has another name.
 */
struct identity {
	const char *name;	/* PersistName */
	const char *to;		/* user@host:port */
	const char *forwards;	/* "-L 80:localhost:80 -R ...", sorted */
	char id[13];		/* digest of to, forwards, the machine's name
				 * and, for a shell, its name */
	int64_t alive;		/* the user's ServerAliveInterval, seconds */
	const char *alive_at;	/* where the user set that; NULL: not set */
	struct words text;	/* owns the texts that the config does not */
};

/*
 * Fills i.  machine: the name from gethostname(2).  Returns 0, or -1 if memory
 * ran out.
 */
int	identity_make(struct identity *i, const struct plan_facts *f,
	    bool tunnel, const char *machine);

void	identity_free(struct identity *i);

#endif
