/* SPDX-License-Identifier: ISC */
/* Parses times, numbers, ports and sizes. */
#ifndef CONF_SCALAR_H
#define CONF_SCALAR_H

#include "conf/evaluator_callbacks.h"

/*
 * A time (sshd_config(5), TIME FORMATS) in seconds; -1 if text is not a time.
 * Since 10.3 seconds may have a fraction, which is ignored.
 */
int	scalar_time(const struct config_source *s, const char *text);

/*
 * Reads a number from 0 to INT_MAX.  Returns NULL, or the error: "missing",
 * "invalid", "too small", "too large".
 */
const char	*scalar_number(const char *text, int *n);

/* A port from its number or the name of its service; -1 if text is neither. */
int	scalar_port(const struct config_source *s, const char *text);

/* True if these len bytes are a port number above 0, in digits. */
bool	scalar_is_port(const char *text, size_t len);

/*
 * Reads a number of bytes, with an optional K, M or G.  Returns NULL, or the
 * error in the words of strerror(3).
 */
const char	*scalar_size(const char *text, long long *n);

/*
 * IPQoS: the name that ssh prints for the class text, "none" if ssh ignores it;
 * NULL if text is not a class.
 */
const char	*scalar_ipqos(const struct config_source *s, struct pool *p,
		    const char *text);

/* TunnelDevice, as "0:any"; NULL if text is not one. */
const char	*scalar_tunnel(struct pool *p, const char *text);

#endif
