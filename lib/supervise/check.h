/* SPDX-License-Identifier: ISC */
/* When to run the user's check, and when it has failed too often. */
#ifndef SUPERVISE_CHECK_H
#define SUPERVISE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

/*
 * When to run the user's own check of what is behind a tunnel, and when it has
 * failed often enough: the first an interval after it is up, then one every
 * interval, and none for longer than that.
 */

#define CHECK_FAILURES 3	/* in a row are a dead tunnel */

/* What is to be done: any number of these. */
enum check_order {
	CHECK_RUN = 1 << 0,	/* start the command */
	CHECK_KILL = 1 << 1,	/* end it: nobody asks any more, or too long */
	CHECK_DEAD = 1 << 2	/* the tunnel is; nothing more until it is up */
};

struct check {
	int64_t interval;	/* ms; 0: there is no check */
	bool up, running;
	int failed;		/* in a row */
	int64_t timer;		/* when to look again, ms; or SPAN_NEVER */
};

/* Ready, for a tunnel that is down. */
void	check_start(struct check *c, int64_t interval);

/* At now the tunnel is up, or is not; call it whenever timer has come, too. */
unsigned	check_look(struct check *c, int64_t now, bool up);

/* The command has ended by itself, well or not. */
unsigned	check_ended(struct check *c, bool well);

#endif
