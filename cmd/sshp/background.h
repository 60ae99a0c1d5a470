/* SPDX-License-Identifier: ISC */
/* sshp -f: the process that the user started waits for the one that stays. */
#ifndef SSHP_BACKGROUND_H
#define SSHP_BACKGROUND_H

#include <stdbool.h>

/*
 * With -f sshp forks.  The parent, which the user started, waits: it exits with
 * 0 when the connection is up, or with a failure.  The child is the supervisor.
 */
struct background {
	int fd;			/* tells the parent its status; -1: no parent
				   waits, or sshp runs without -f */
	bool released;		/* the parent has exited with 0 */
};

/*
 * Forks.  The child returns the descriptor for the status, or -1 and errno.
 * The parent resets its signals, calls leave(arg), and does not return.
 */
int	background_fork(void (*leave)(void *), void *arg);

/*
 * Lets the parent exit with 0.  From then on sshp has no terminal: descriptors
 * 0 to 2 are /dev/null.
 */
void	background_release(struct background *b);

/*
 * sshp ends.  A parent that still waits exits with status, or with 255 if
 * status is 0.
 */
void	background_end(const struct background *b, int status);

#endif
