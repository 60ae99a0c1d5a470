/* SPDX-License-Identifier: ISC */
/* Notices changes of addresses, routes and interfaces. */
#ifndef SYS_NETWATCH_H
#define SYS_NETWATCH_H

#include <stdbool.h>

#include "sys/resolve.h"

/*
 * Notices that this machine's addresses, routes or interfaces changed, without
 * polling.  It does not tell the change: the caller checks what it needs.
 */

/*
 * Returns a non-blocking, close-on-exec descriptor that becomes readable at a
 * change (rtnetlink(7); a route(4) socket).  -1 and errno: this is not
 * possible, and the caller must poll.
 */
int	netwatch_open(void);

/* Reads all messages of fd; the next change makes fd readable again. */
void	netwatch_take(int fd);

/* The state of interfaces and routes for a connected socket. */
struct route {
	bool here;		/* an interface has the local address */
	bool carrier;		/* this interface is up and running */
	bool any;		/* there is a route to the peer */
	bool same;		/* the kernel would choose the local address */
	struct address mine;	/* the local address */
	struct address chosen;	/* the kernel's choice, if there is a route */
};

/*
 * Fills *r without sending a packet.  0, or -1 and errno (also if sock is not
 * an IPv4 or IPv6 socket).
 */
int	route_look(int sock, struct route *r);

#endif
