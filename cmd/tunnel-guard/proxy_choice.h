/* SPDX-License-Identifier: ISC */
/* Chooses the proxy: options, environment, password file. */
#ifndef TUNNEL_GUARD_PROXY_CHOICE_H
#define TUNNEL_GUARD_PROXY_CHOICE_H

#include "base/oops.h"
#include "transport/proxy_url.h"

/* Which proxy: options, the environment's variables, the file of passwords. */

struct proxy_choice {
	const char *protocol;	/* -X; or NULL */
	const char *proxy;	/* -x: its address, or "env"; NULL: none */
	const char *port;	/* its port, if proxy does not say; or NULL */
	const char *user;	/* -P; or NULL */
	const char *file;	/* -A: of passwords; or NULL */
};

/*
 * Fills v for a connection to host at port; of kind PROXY_NONE if that needs
 * no proxy.  Returns 0, or -1 and a complaint.
 */
int	proxy_choice_make(struct proxy_url *v, const struct proxy_choice *c,
	    const char *host, const char *port, struct oops *o);

#endif
