/* SPDX-License-Identifier: ISC */
/* Traffic classes (IPQoS) by ssh's names. */
#ifndef BASE_QOS_H
#define BASE_QOS_H

#include <limits.h>
#include <stdbool.h>

/* A value is the byte for IP_TOS and IPV6_TCLASS, or QOS_NONE. */

#define QOS_NONE INT_MAX	/* "none": the system's default */

/*
 * The value of a name (RFC 2474 and its kin: "af21", "lowdelay", "none") or
 * number of C's (0x48), 0 to 255; -1 if text is neither.
 */
int	qos_parse(const char *text);

/* The value of a name; -1 if text is no name. */
int	qos_named(const char *text);

/* The first name of a value; NULL if it has none. */
const char	*qos_name(int value);

/* True for a name of IPv4's types of service, which DSCP has replaced. */
bool	qos_is_type(const char *name);

#endif
