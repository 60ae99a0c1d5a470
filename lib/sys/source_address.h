/* SPDX-License-Identifier: ISC */
/* Sets the source address and the traffic class of a socket. */
#ifndef SYS_SOURCE_ADDRESS_H
#define SYS_SOURCE_ADDRESS_H

#include "base/oops.h"

/* Where our packets are to come from, and in which class they travel. */
struct source_address {
	const char *address;	/* numeric; NULL: as the route has it */
	const char *interface;	/* one of its addresses; before address */
	int qos;		/* base/qos.h */
};

/*
 * Applies s to a socket of that family before it connects; 0, or -1, errno
 * and a complaint in ssh's words.
 */
int	source_address_set(const struct source_address *s, int fd, int family,
	    struct oops *o);

#endif
