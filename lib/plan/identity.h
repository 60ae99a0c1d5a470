/* SPDX-License-Identifier: ISC */
/* Identifies a connection: destination and forwards, and a digest of both. */
#ifndef PLAN_IDENTITY_H
#define PLAN_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "plan/plan.h"

/*
 * Which connection it is: where it goes and by which way, and what it forwards.
 * Two tunnels of one identity are the same; shells to one place are as many as
 * one likes, and no history of theirs is that of a tunnel, or of a shell that has
 * another name.
 */
struct identity {
	const char *name;	/* PersistName */
	const char *to;		/* user@host:port */
	const char *forwards;	/* "-L 80:localhost:80 -R ...", sorted */
	char id[13];		/* a digest of both, of the machine's name and,
				 * for a shell, of its own */
	int64_t alive;		/* ServerAliveInterval of the user's, seconds */
	const char *alive_at;	/* where it stands; NULL: not set */
	struct words text;	/* what the rest points into, with the config */
};

/* Makes it, machine being gethostname(2)'s; 0, or -1 if memory ran out. */
int	identity_make(struct identity *i, const struct plan_facts *f,
	    bool tunnel, const char *machine);

void	identity_free(struct identity *i);

#endif
