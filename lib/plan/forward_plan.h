/* SPDX-License-Identifier: ISC */
/* The forwards of the settings, for ssh and for the user. */
#ifndef PLAN_FORWARD_PLAN_H
#define PLAN_FORWARD_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"
#include "conf/settings.h"

/* The forwards that were set, as they are asked for and talked about. */

struct plan_forward {
	char letter;		/* L, R or D */
	const char *spec;	/* the option's value, one word */
	const char *twin;	/* of a local one another spec that means the
				   same; NULL: there is none */
	const char *forward_alias_path;	/* and its path */
	const char *name;	/* for people: "-R 8080" */
	const char *host;	/* where it listens; NULL: as by default */
	const char *path;	/* or the socket there; NULL: a port */
	int port;		/* 0: -R 0, or a path */
};

/*
 * Makes the list for free(3), texts in w; remote ones in the order in which
 * ssh asks for them.  Returns how many; 0 and NULL, too, if memory ran out.
 */
size_t	plan_forwards(struct plan_forward **list, struct words *w,
	    const struct settings *s);

#endif
