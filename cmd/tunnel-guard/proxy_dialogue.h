/* SPDX-License-Identifier: ISC */
/* Negotiates with a proxy on a socket. */
#ifndef TUNNEL_GUARD_PROXY_DIALOGUE_H
#define TUNNEL_GUARD_PROXY_DIALOGUE_H

#include "sys/loop.h"
#include "transport/proxy.h"
#include "transport/proxy_url.h"

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
