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
 * The eye on a socket that ssh has been given and reads and writes itself: no
 * byte is seen, only what the kernel tells.  That data is outstanding it tells
 * nobody by itself, so it is asked: behind each question of ssh's that is due
 * (ServerAliveInterval), where that is known; else when nothing has flowed for
 * as long as at the look before, so ever more rarely, and once in ten minutes
 * at least.  All the rest is waited for.
 */
struct monitor {
	struct liveness *w;
	int64_t period;	/* between two looks while something flows, ms */
	int64_t timer;		/* the next of them, ms */
	struct tcp_counters seen;	/* at the last */
	int slot;		/* of the socket in this turn of the loop */
	bool came;		/* the server has said something */
	bool speaks;		/* and it was SSH */
	int64_t nap;		/* between two looks for that, ms */
	bool over;		/* the connection has ended */
	bool reset;		/* by the server, or somebody between */
};

/* Begins at now, with w open. */
void	monitor_open(struct monitor *m, struct liveness *w, int64_t now);

/* Enters what is waited for, and what is due, into a turn of the loop. */
void	monitor_enter(struct monitor *m, struct loop *l);

/* After the wait.  True if SSH has begun: once. */
bool	monitor_step(struct monitor *m, const struct loop *l);

#endif
