/* SPDX-License-Identifier: ISC */
#ifndef PLAN_PROXY_H
#define PLAN_PROXY_H

#include "plan/plan.h"

/* How the guard gets into the connection: as ssh's ProxyCommand. */

enum proxy_shape {
	PROXY_LEFT,		/* not at all: ssh does as the user set it */
	PROXY_DIAL,		/* it dials in ssh's stead */
	PROXY_WRAP,		/* it runs the user's own ProxyCommand */
	PROXY_JUMP		/* it runs the ssh -W that a ProxyJump means */
};

enum proxy_shape	proxy_shape(const struct plan_facts *f);

/* How long the guard is to wait, s, and where its ssh's are to log. */
struct proxy_terms {
	long long silence;	/* -t */
	long long connect;	/* -w, where it dials */
	long long banner;	/* -w, where a command does, and may ask */
	bool hasty;		/* -a: nothing is lost by an end */
	const char *alive;	/* -k, of this ssh; NULL: it does not ask */
	const char *log;	/* of the ssh to a jump host; NULL: stderr */
};

/*
 * The value of ProxyCommand for a shape that is not PROXY_LEFT, for w to own;
 * NULL if memory ran out.
 */
const char	*proxy_command(struct words *w, const struct plan_facts *f,
		    enum proxy_shape shape, const struct proxy_terms *p);

#endif
