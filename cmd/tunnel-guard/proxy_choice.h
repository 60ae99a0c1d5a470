/* SPDX-License-Identifier: ISC */
/* Chooses the proxy: options, environment, password file. */
#ifndef TUNNEL_GUARD_PROXY_CHOICE_H
#define TUNNEL_GUARD_PROXY_CHOICE_H

#include "base/oops.h"
#include "transport/proxy_url.h"

/* The options for the choice of a proxy. */

struct proxy_choice {
	const char *protocol;	/* -X; or NULL */
	const char *proxy;	/* -x: its address, or "env"; NULL: none */
	const char *port;	/* its port, if proxy has none; or NULL */
	const char *user;	/* -P; or NULL */
	const char *file;	/* -A: password file; or NULL */
};

/*
 * Fills v for a connection to host at port; kind PROXY_NONE if the connection
 * needs no proxy.  Returns 0, or -1 and a complaint in o.
 */
int	proxy_choice_make(struct proxy_url *v, const struct proxy_choice *c,
	    const char *host, const char *port, struct oops *o);

#endif
