/* SPDX-License-Identifier: ISC */
/*
 * Whether an address is ours, and the source address that the kernel would use.
 */
#ifndef SYS_ROUTE_H
#define SYS_ROUTE_H

#include <stdbool.h>

#include "sys/resolve.h"

/* What the machine's interfaces and routes mean for a connected socket. */
struct route {
	bool here;		/* its local address is on an interface */
	bool carrier;		/* which is up and running */
	bool any;		/* there is a route to its peer */
	bool same;		/* from its own address, by the kernel's choice */
	struct address mine;	/* its own address */
	struct address chosen;	/* the kernel's choice, if there is a route */
};

/*
 * Looks; nothing is sent.  0, or -1 and errno (also for what is no Internet
 * socket).
 */
int	route_look(int sock, struct route *r);

#endif
