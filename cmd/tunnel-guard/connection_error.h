/* SPDX-License-Identifier: ISC */
/* Why there is no connection, in ssh's words. */
#ifndef TUNNEL_GUARD_CONNECTION_ERROR_H
#define TUNNEL_GUARD_CONNECTION_ERROR_H

#include <stdbool.h>

#include "sys/dial.h"
#include "sys/resolve.h"
#include "transport/proxy.h"
#include "transport/proxy_url.h"
#include "tunnel-guard/report.h"

/* Why there is no connection, reported in ssh's words where it has them. */

/* The resolver gave no answer, for an errno. */
void	connection_error_unasked(struct report *r, const char *host, int error);

/* It gave none that helps. */
void	connection_error_unresolved(struct report *r, const char *host,
	    const char *port, const struct resolved *found);

/* In words, what of it a person may want to know. */
const char	*connection_error_resolver(const struct resolved *found);

/*
 * Nothing connected, for an errno; or nothing answered within span ms, for
 * EINPROGRESS.
 */
void	connection_error_undialled(struct report *r, const char *host,
	    const char *port, const struct dial *d, int error, int64_t span);

/* The proxy v did not connect us; silent: nor say why. */
void	connection_error_unproxied(struct report *r, const char *host,
	    const char *port, const struct proxy_url *v, const struct proxy *p,
	    bool silent);

#endif
