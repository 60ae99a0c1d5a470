/* SPDX-License-Identifier: ISC */
/* Runs one turn of poll(2) with a deadline. */
#ifndef SYS_LOOP_H
#define SYS_LOOP_H

#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * One descriptor that is ready when one of several rarely ready descriptors is.
 * It saves time: poll(2) adds and removes each of its descriptors at every
 * call, which delays every byte that the guard forwards.  Begins as { 0 }.
 */

#define GATHER_MAX 8

struct gather {
	int fd;			/* poll this for POLLIN; 0: none yet */
	bool failed;		/* do not try again */
	nfds_t n;
	struct pollfd set[GATHER_MAX];
};

/*
 * One turn of an event loop: begin, watch descriptors, lower the deadline to
 * the first timer, wait, ask which descriptors are ready.  Only the clock stays
 * from turn to turn, and the rare descriptors while the loop is busy.
 */

#define LOOP_MAX 104
#define LOOP_NEVER (-1)		/* the slot of an unwatched descriptor */

/* Checks at compile time that n descriptors fit into one turn. */
#define LOOP_HOLDS(n) _Static_assert((n) <= LOOP_MAX, "a larger LOOP_MAX")

struct loop {
	int64_t now;		/* the clock, read once a turn, ms */
	int64_t deadline;	/* the wait ends at this time, ms */
	nfds_t n, rares;
	struct pollfd set[LOOP_MAX];
	struct pollfd rare[GATHER_MAX];
	bool busy;		/* the rare ones are watched as one */
	struct gather gather;
};

/* Begins a turn, without descriptors and without a deadline. */
void	loop_begin(struct loop *l);

/*
 * Watches fd for events (poll(2); 0: only errors and hangups) in this turn.
 * Returns its slot.  A negative fd is never ready.  Neither is a descriptor
 * that does not fit: the caller makes sure that all fit (LOOP_HOLDS).
 */
int	loop_watch(struct loop *l, int fd, short events);

/*
 * The same for up to GATHER_MAX descriptors that are rarely ready; they cost
 * nothing while the loop is busy.  A descriptor may be closed and its number
 * used again only in a turn in which a rare descriptor was ready.
 */
int	loop_watch_rare(struct loop *l, int fd, short events);

/* Tells the loop whether the other descriptors are often ready from now on. */
void	loop_busy(struct loop *l, bool busy);

/* Lowers the deadline to t, ms, if t is earlier. */
void	loop_lower(struct loop *l, int64_t t);

/* Waits; 0, or -1 and errno (never EINTR). */
int	loop_wait(struct loop *l);

/* The events of a slot, as poll(2) returned them. */
short	loop_ready(const struct loop *l, int slot);

#endif
