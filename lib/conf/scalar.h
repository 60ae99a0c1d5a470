/* SPDX-License-Identifier: ISC */
/* Parses times, numbers, ports and sizes. */
#ifndef CONF_SCALAR_H
#define CONF_SCALAR_H

#include "conf/evaluator_callbacks.h"

/* Numbers as ssh_config(5) writes them. */

/*
 * TIME FORMATS: seconds, -1 if text is none.  From 10.3 on seconds may have a
 * fraction, which does not count.
 */
int	scalar_time(const struct config_source *s, const char *text);

/*
 * A number of 0 to INT_MAX.  NULL, or what is wrong with it: "missing",
 * "invalid", "too small", "too large".
 */
const char	*scalar_number(const char *text, int *n);

/* A port's number or the name of its service; -1 if text is neither. */
int	scalar_port(const struct config_source *s, const char *text);

/* Are these len bytes a port's number, plain and above 0? */
bool	scalar_is_port(const char *text, size_t len);

/*
 * A number of bytes with an optional K, M or G.  NULL, or what is wrong with
 * it as strerror(3) has it.
 */
const char	*scalar_size(const char *text, long long *n);

/*
 * IPQoS: the name that ssh prints for it, "none" for what it ignores; NULL if
 * text is none.
 */
const char	*scalar_ipqos(const struct config_source *s, struct pool *p,
		    const char *text);

/* TunnelDevice: "0:any"; NULL if text is none. */
const char	*scalar_tunnel(struct pool *p, const char *text);

#endif
