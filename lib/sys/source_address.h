/* SPDX-License-Identifier: ISC */
/* Sets the source address and the traffic class of a socket. */
#ifndef SYS_SOURCE_ADDRESS_H
#define SYS_SOURCE_ADDRESS_H

#include "base/oops.h"

/* The source address and the traffic class of our packets. */
struct source_address {
	const char *address;	/* numeric; NULL: the route decides */
	const char *interface;	/* uses its address; overrides address */
	int qos;		/* traffic class, base/qos.h */
};

/*
 * Applies s to the socket fd of family, before connect(2).  0, or -1, errno and
 * ssh's error message in *o.
 */
int	source_address_set(const struct source_address *s, int fd, int family,
	    struct oops *o);

#endif
