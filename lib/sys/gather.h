/* SPDX-License-Identifier: ISC */
/* Polls rarely ready descriptors as one. */
#ifndef SYS_GATHER_H
#define SYS_GATHER_H

#include <poll.h>
#include <stdbool.h>

/*
 * Descriptors that are seldom ready, as one that is ready when one of them is:
 * poll(2) enters and leaves each that it is given at every call, and every
 * byte that passes waits for that.  Begins as { 0 }.
 */

#define GATHER_MAX 8

struct gather {
	int fd;			/* to be polled for POLLIN; 0: none yet */
	bool failed;		/* not to be tried again */
	nfds_t n;
	struct pollfd set[GATHER_MAX];
};

/*
 * Gathers up to GATHER_MAX descriptors; costs nothing if they are those of the
 * last time.  If one was replaced by another of the same number,
 * gather_close() must have been called since.  0; -1, and again until then:
 * this system has no such thing, or one of them can't be waited for.
 */
int	gather_these(struct gather *g, const struct pollfd *set, nfds_t n);

/* Sets revents in those of set, which is what was gathered, that are ready. */
void	gather_look(const struct gather *g, struct pollfd *set);

void	gather_close(struct gather *g);

#endif
