/* SPDX-License-Identifier: ISC */
/* Reports why there is no connection, in ssh's wording where ssh has one. */
#ifndef TUNNEL_GUARD_CONNECTION_ERROR_H
#define TUNNEL_GUARD_CONNECTION_ERROR_H

#include <stdbool.h>

#include "sys/dial.h"
#include "sys/resolve.h"
#include "transport/proxy.h"
#include "transport/proxy_url.h"
#include "tunnel-guard/report.h"

/* The resolver could not run; error is errno. */
void	connection_error_unasked(struct report *r, const char *host, int error);

/* The resolver found no usable address. */
void	connection_error_unresolved(struct report *r, const char *host,
	    const char *port, const struct resolved *found);

/* The text of the resolver's error, for the user. */
const char	*connection_error_resolver(const struct resolved *found);

/*
 * No address could be connected; error is errno.  EINPROGRESS: no address
 * answered within span ms.
 */
void	connection_error_undialled(struct report *r, const char *host,
	    const char *port, const struct dial *d, int error, int64_t span);

/* The proxy v did not connect us; silent: the proxy gave no reply. */
void	connection_error_unproxied(struct report *r, const char *host,
	    const char *port, const struct proxy_url *v, const struct proxy *p,
	    bool silent);

#endif
