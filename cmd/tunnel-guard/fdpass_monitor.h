/* SPDX-License-Identifier: ISC */
/* Watches a socket that was passed to ssh. */
#ifndef TUNNEL_GUARD_FDPASS_MONITOR_H
#define TUNNEL_GUARD_FDPASS_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"
#include "sys/tcp_counters.h"
#include "tunnel-guard/liveness.h"

/*
 * ssh reads and writes the passed socket itself.  The guard sees no bytes, only
 * the kernel's counters.  The kernel sends no event for unacknowledged data, so
 * the monitor looks: after each keepalive question of ssh
 * (ServerAliveInterval), if that interval is known.  Otherwise the monitor
 * looks when nothing has flowed for as long as at the last look: less and less
 * often, but at least every 10 min.  The monitor waits for all other events.
 */
struct monitor {
	struct liveness *w;
	int64_t period;	/* between two looks during traffic, ms */
	int64_t timer;		/* the next look, ms */
	struct tcp_counters seen;	/* at the last look */
	int slot;		/* of the socket in this turn of the loop */
	bool came;		/* the server has sent something */
	bool speaks;		/* the server speaks SSH */
	int64_t nap;		/* between two looks for SSH, ms */
	bool over;		/* the connection has ended */
	bool reset;		/* a RST came, from the server or the path */
};

/* Begins at now; w must be open. */
void	monitor_open(struct monitor *m, struct liveness *w, int64_t now);

/* Adds the socket and the deadlines to a turn of the loop. */
void	monitor_enter(struct monitor *m, struct loop *l);

/* Call after the wait.  True, once, when SSH has begun. */
bool	monitor_step(struct monitor *m, const struct loop *l);

#endif
