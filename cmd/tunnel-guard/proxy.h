/* SPDX-License-Identifier: ISC */
/* Chooses the proxy: options, environment, password file. */
#ifndef TUNNEL_GUARD_TG_PROXY_H
#define TUNNEL_GUARD_TG_PROXY_H

#include "base/oops.h"
#include "sys/loop.h"
#include "transport/proxy.h"
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

/* The negotiation with a proxy, on a connected socket. */
struct proxy_dialogue {
	struct proxy proxy;
	int fd;			/* the caller's */
	size_t sent;		/* bytes of the output written so far */
	int slot;		/* of this turn of the loop */
};

/* Begins to ask the proxy v, at fd, for a connection to host at port. */
void	proxy_dialogue_start(struct proxy_dialogue *h, int fd,
	    const struct proxy_url *v, const char *host, int port);

/* Adds the socket to a turn of the loop. */
void	proxy_dialogue_watch(struct proxy_dialogue *h, struct loop *l);

/*
 * Continues after the wait.  After PROXY_OPEN, all unread bytes of fd are the
 * host's: its first bytes often arrive with the proxy's last.
 */
enum proxy_state	proxy_dialogue_step(struct proxy_dialogue *h,
	    const struct loop *l);

#endif
