/* SPDX-License-Identifier: ISC */
/* When to run the user's check, and when it has failed too often. */
#ifndef SUPERVISE_CHECK_H
#define SUPERVISE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * PersistCheck is the user's own check of the service behind a tunnel.  The
 * first check runs one interval after the tunnel is up, then one runs every
 * interval.  A check that runs for longer than an interval has failed.
 */

#define CHECK_FAILURES 3	/* failures in a row that mean a dead tunnel */

/* Orders to the caller: any number of these. */
enum check_order {
	CHECK_RUN = 1 << 0,	/* start the command */
	CHECK_KILL = 1 << 1,	/* kill the command: the tunnel changed, or
				   the command ran for too long */
	CHECK_DEAD = 1 << 2	/* the tunnel is dead; no check until it is up
				   again */
};

struct check {
	int64_t interval;	/* ms; 0: there is no check */
	bool up, running;
	int failed;		/* in a row */
	int64_t timer;		/* when to call check_look(), ms; SPAN_NEVER */
};

/* Begins, for a tunnel that is down.  interval: ms. */
void	check_start(struct check *c, int64_t interval);

/*
 * The tunnel is up, or down, at now.  The caller also calls this when timer
 * has come.  Returns orders.
 */
unsigned	check_look(struct check *c, int64_t now, bool up);

/* The command has ended by itself; well: with status 0.  Returns orders. */
unsigned	check_ended(struct check *c, bool well);

#endif
