/* SPDX-License-Identifier: ISC */
/* Writes the ProxyCommand with the guard, also for jump hosts. */
#ifndef PLAN_PROXYCOMMAND_H
#define PLAN_PROXYCOMMAND_H

#include "plan/plan.h"

/* How the guard gets into the connection: as ssh's ProxyCommand. */

enum proxycommand_shape {
	SHAPE_LEFT,		/* not at all: ssh does as the user set it */
	SHAPE_DIAL,		/* it dials in ssh's stead */
	SHAPE_WRAP,		/* it runs the user's own ProxyCommand */
	SHAPE_JUMP		/* it runs the ssh -W that a ProxyJump means */
};

enum proxycommand_shape	proxycommand_shape(const struct plan_facts *f);

/* How long the guard is to wait, s, and where its ssh's are to log. */
struct proxycommand_terms {
	long long silence;	/* -t */
	long long connect;	/* -w, where it dials */
	long long banner;	/* -w, where a command does, and may ask */
	bool hasty;		/* -a: nothing is lost by an end */
	const char *alive;	/* -k, of this ssh; NULL: it does not ask */
	const char *log;	/* of the ssh to a jump host; NULL: stderr */
};

/*
 * The value of ProxyCommand for a shape that is not SHAPE_LEFT, for w to own;
 * NULL if memory ran out.
 */
const char	*proxycommand_text(struct words *w, const struct plan_facts *f,
		    enum proxycommand_shape shape,
		    const struct proxycommand_terms *p);

#endif
