/* SPDX-License-Identifier: ISC */
/* Prints the traffic of a connection, on a signal. */
#ifndef TUNNEL_GUARD_COUNTERS_H
#define TUNNEL_GUARD_COUNTERS_H

#include "transport/traffic.h"
#include "tunnel-guard/liveness.h"
#include "tunnel-guard/report.h"

/*
 * Reports one line to the user and the supervisor: the bytes of the connection
 * and the state of its path.  w is NULL without a connection.  passed: only the
 * kernel has counted the bytes.
 */
void	counters_tell(struct traffic *t, const struct liveness *w, bool passed,
	    struct report *r, const char *host, int64_t now);

#endif
