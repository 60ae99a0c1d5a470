/* SPDX-License-Identifier: ISC */
/* Watches thousands of descriptors, which the loop watches as one. */
#ifndef SYS_POLLSET_H
#define SYS_POLLSET_H

#include <stddef.h>
#include <stdint.h>

enum pollset_events {
	POLLSET_IN = 1 << 0,	/* there is input, or its end */
	POLLSET_OUT = 1 << 1,	/* there is room for output */
	POLLSET_LEFT = 1 << 2,	/* the other side has closed, or sends nothing
				   more; reported once */
	POLLSET_GONE = 1 << 3	/* an error, or both directions have ended;
				   always reported */
};

struct pollset_event {
	uint64_t key;
	unsigned events;
};

/*
 * Opens a set: a descriptor that is readable when one of its descriptors has an
 * event.  -1 and errno: ENOSYS where the system has no such set.
 */
int	pollset_open(void);

/*
 * Watches fd for events instead of was, the events of the last call; 0: fd is
 * not in the set.  Returns 0, or -1 and errno.
 */
int	pollset_watch(int set, int fd, unsigned was, unsigned events,
	    uint64_t key);

/* Fills out with at most n events, without waiting; returns their number. */
size_t	pollset_take(int set, struct pollset_event *out, size_t n);

#endif
