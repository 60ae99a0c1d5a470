/* SPDX-License-Identifier: ISC */
/* Evaluates ssh_config in a child, with a deadline. */
#ifndef SSHP_REEVALUATION_H
#define SSHP_REEVALUATION_H

#include <sys/types.h>

#include <stddef.h>
#include <stdint.h>

#include "sys/loop.h"

#define REEVALUATION_LIMIT 10000	/* ms; a Match exec may hang */

/*
 * Evaluates ssh_config(5) in a child.  The child has only its end of a pipe and
 * standard error.  Zero with fd -1: no child runs.
 */
struct reevaluation {
	pid_t pid;		/* 0: none runs */
	pid_t killed;		/* killed, and not reaped yet; 0: none.  It may
				   hang in the kernel: a file on a server that
				   does not answer */
	int fd, slot;
	int64_t due;		/* deadline; sshp ends the child then, ms */
	char *text;		/* the child's output, n bytes */
	size_t n, room;
};

enum reevaluation_state {
	REEVALUATION_RUNS,
	REEVALUATION_ENDED,	/* text is complete, and valid until the next
				   start */
	REEVALUATION_LATE	/* sshp ended the child at the deadline */
};

void	reevaluation_open(struct reevaluation *r);

/*
 * Starts the child at now.  The child calls evaluate, which writes to fd, and
 * exits.  err becomes the child's standard error; 0: the same as ours.  Returns
 * 0, or -1 and errno: EBUSY if the last child still hangs in the kernel.
 */
int	reevaluation_start(struct reevaluation *r,
	    void (*evaluate)(void *, int fd), void *arg, int err,
	    int64_t now);

void	reevaluation_watch(struct reevaluation *r, struct loop *l);

/* Reads what arrived; call while a child runs. */
enum reevaluation_state	reevaluation_take(struct reevaluation *r,
			    const struct loop *l);

/* Reaps a child that was killed, if it is gone; call each turn. */
void	reevaluation_bury(struct reevaluation *r);

/* Kills the child and its processes. */
void	reevaluation_stop(struct reevaluation *r);

#endif
