/* SPDX-License-Identifier: ISC */
/* Polls several rarely ready descriptors as one (epoll(7)). */
#ifndef SYS_GATHER_H
#define SYS_GATHER_H

#include <poll.h>
#include <stdbool.h>

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
 * Gathers up to GATHER_MAX descriptors; costs nothing if they are the same as
 * last time.  If a descriptor was closed and its number used again, call
 * gather_close() first.  Returns 0; or -1 if the system has no epoll(7) or
 * cannot wait for one of them, and then -1 until gather_close().
 */
int	gather_these(struct gather *g, const struct pollfd *set, nfds_t n);

/* Sets revents in set, the gathered descriptors, for those that are ready. */
void	gather_look(const struct gather *g, struct pollfd *set);

void	gather_close(struct gather *g);

#endif
