/* SPDX-License-Identifier: ISC */
/* Negotiates with a proxy on a socket. */
#ifndef TUNNEL_GUARD_PROXY_DIALOGUE_H
#define TUNNEL_GUARD_PROXY_DIALOGUE_H

#include "sys/loop.h"
#include "transport/proxy.h"
#include "transport/proxy_url.h"

/* The dialogue with a proxy, held on a socket that is connected to it. */
struct proxy_dialogue {
	struct proxy proxy;
	int fd;			/* the caller's */
	size_t sent;		/* bytes of what is to be written */
	int slot;		/* in this turn of the loop */
};

/* Begins to ask v, at fd, for host at port, which is a number's text. */
void	proxy_dialogue_start(struct proxy_dialogue *h, int fd,
	    const struct proxy_url *v, const char *host, int port);

/* Enters what is waited for into a turn of the loop. */
void	proxy_dialogue_watch(struct proxy_dialogue *h, struct loop *l);

/*
 * Goes on after the wait.  Once PROXY_OPEN all that is still to be read from
 * fd is the host's: its first bytes often come with the proxy's last.
 */
enum proxy_state	proxy_dialogue_step(struct proxy_dialogue *h,
	    const struct loop *l);

#endif
