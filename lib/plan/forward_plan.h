/* SPDX-License-Identifier: ISC */
/* The forwards of the settings, as ssh gets them and as the user sees them. */
#ifndef PLAN_FORWARD_PLAN_H
#define PLAN_FORWARD_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/words.h"
#include "conf/settings.h"

struct plan_forward {
	char letter;		/* L, R or D */
	const char *spec;	/* the option's value, one word */
	const char *alias;	/* of a local one: another spec that means the
				   same; NULL: there is none */
	const char *alias_path;	/* the path in the alias; NULL: a port */
	const char *name;	/* for messages: "-R 8080" */
	const char *host;	/* address where it listens; NULL: default */
	const char *path;	/* or the socket's path; NULL: a port */
	int port;		/* 0: -R 0, or a path */
};

/*
 * Makes *list, for free(3), with its texts in w.  Remote forwards are in the
 * order in which ssh requests them.  Returns how many forwards there are; 0,
 * and *list is NULL, also if memory ran out.
 */
size_t	plan_forwards(struct plan_forward **list, struct words *w,
	    const struct settings *s);

/*
 * Sets f->alias and f->alias_path of a local forward, in w; gateway is
 * GatewayPorts.  There may be no alias: "*:8080" has no other name.
 *
 * Since 10.1 ssh keeps a local forward that could not listen when ssh logged
 * in: it cannot be cancelled, and a new request for it "exists" (mux.c,
 * mux_master_process_close_fwd).  So sshp requests the alias, which listens at
 * the same place and leads to the same: ssh compares texts, and does not know
 * this one yet.
 */
void	forward_alias_make(struct words *w, struct plan_forward *f,
	    bool gateway);

#endif
