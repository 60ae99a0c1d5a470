/* SPDX-License-Identifier: ISC */
/*
 * Finds out if a socket's address is still ours, and which source address the
 * kernel would choose now.
 */
#ifndef SYS_ROUTE_H
#define SYS_ROUTE_H

#include <stdbool.h>

#include "sys/resolve.h"

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
