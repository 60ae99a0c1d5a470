/* SPDX-License-Identifier: ISC */
/* Prints what a connection has carried, when a signal asks for it. */
#ifndef TUNNEL_GUARD_COUNTERS_H
#define TUNNEL_GUARD_COUNTERS_H

#include "transport/traffic.h"
#include "tunnel-guard/liveness.h"
#include "tunnel-guard/report.h"

/*
 * Says in one line, to the user and to a supervisor, what the connection has
 * carried and how its path does; w is NULL while there is none.  passed: the
 * kernel alone has counted the bytes.
 */
void	counters_tell(struct traffic *t, const struct liveness *w, bool passed,
	    struct report *r, const char *host, int64_t now);

#endif
