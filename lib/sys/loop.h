/* SPDX-License-Identifier: ISC */
/* One turn of poll(2) with a deadline. */
#ifndef SYS_LOOP_H
#define SYS_LOOP_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include "sys/gather.h"

/*
 * One turn of an event loop: begin, watch what matters now, lower the
 * deadline to whatever is due first, wait, ask what is ready.  Nothing is
 * kept from turn to turn but the clock and, while it is busy, what is rare.
 */

#define LOOP_MAX 104
#define LOOP_NEVER (-1)		/* the slot of what is not watched */

/* That so many are watched in one turn is known to fit. */
#define LOOP_HOLDS(n) _Static_assert((n) <= LOOP_MAX, "a larger LOOP_MAX")

struct loop {
	int64_t now;		/* the clock, read once a turn, ms */
	int64_t deadline;	/* wait no longer than this point, ms */
	nfds_t n, rares;
	struct pollfd set[LOOP_MAX];
	struct pollfd rare[GATHER_MAX];
	bool busy;		/* these are watched as one */
	struct gather gather;
};

/* Begins a turn: nothing is watched, nothing is due. */
void	loop_begin(struct loop *l);

/*
 * Watches fd for events (poll(2); 0 for errors and hangups alone) in this
 * turn.  Returns its slot; a negative fd is never ready, nor is what does not
 * fit: who uses a loop sees to it that all does (LOOP_HOLDS).
 */
int	loop_watch(struct loop *l, int fd, short events);

/*
 * The same, of up to GATHER_MAX that are seldom ready; while the loop is busy
 * they cost nothing.  One of them may be replaced by another of the same
 * number only in a turn in which one was ready.
 */
int	loop_watch_rare(struct loop *l, int fd, short events);

/* Whether others than the rare ones are ready often, from now on. */
void	loop_busy(struct loop *l, bool busy);

/* Wait no longer than until t. */
void	loop_lower(struct loop *l, int64_t t);

/* Waits; 0, or -1 and errno (never EINTR). */
int	loop_wait(struct loop *l);

/* What poll(2) said of a slot. */
short	loop_ready(const struct loop *l, int slot);

#endif
