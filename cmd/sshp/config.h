/* SPDX-License-Identifier: ISC */
/* Evaluates ssh_config in a child, with a deadline. */
#ifndef SSHP_CONFIG_H
#define SSHP_CONFIG_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>

#include "sys/loop.h"

#define EVALUATION_CHILD_LIMIT 10000	/* ms; a Match exec may hang */

/*
 * Evaluates ssh_config(5) in a child.  The child has only its end of a pipe and
 * standard error.  Zero with fd -1: no child runs.
 */
struct evaluation_child {
	pid_t pid;		/* 0: none runs */
	pid_t killed;		/* killed, and not reaped yet; 0: none.  It may
				   hang in the kernel: a file on a server that
				   does not answer */
	int fd, slot;
	int64_t due;		/* deadline; sshp ends the child then, ms */
	char *text;		/* the child's output, n bytes */
	size_t n, room;
};

enum evaluation_child_state {
	EVALUATION_CHILD_RUNS,
	EVALUATION_CHILD_ENDED,	/* text is complete, and valid until the next
				   start */
	EVALUATION_CHILD_LATE	/* sshp ended the child at the deadline */
};

void	evaluation_child_open(struct evaluation_child *r);

/*
 * Starts the child at now.  The child calls evaluate, which writes to fd, and
 * exits.  err becomes the child's standard error; 0: the same as ours.  Returns
 * 0, or -1 and errno: EBUSY if the last child still hangs in the kernel.
 */
int	evaluation_child_start(struct evaluation_child *r,
	    void (*evaluate)(void *, int fd), void *arg, int err,
	    int64_t now);

void	evaluation_child_watch(struct evaluation_child *r, struct loop *l);

/* Reads what arrived; call while a child runs. */
enum evaluation_child_state	evaluation_child_take(
			    struct evaluation_child *r, const struct loop *l);

/* Reaps a child that was killed, if it is gone; call each turn. */
void	evaluation_child_reap(struct evaluation_child *r);

/* Kills the child and its processes. */
void	evaluation_child_stop(struct evaluation_child *r);

#endif
