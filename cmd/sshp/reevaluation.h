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
 * ssh_config(5) evaluated in a child, which has nothing but its end of a pipe
 * and standard error.  Zero with fd -1: none runs.
 */
struct reevaluation {
	pid_t pid;		/* 0: none runs */
	int fd, slot;
	int64_t due;		/* it is ended then, ms */
	char *text;		/* what it has written, n bytes */
	size_t n, room;
};

enum reevaluation_state {
	REEVALUATION_RUNS,
	REEVALUATION_ENDED,	/* text is all of it, until the next start */
	REEVALUATION_LATE	/* it was ended */
};

void	reevaluation_open(struct reevaluation *r);

/*
 * Starts it at now: the child calls evaluate, which writes to fd, and exits.
 * err becomes its standard error; 0: ours.  0, or -1 and errno.
 */
int	reevaluation_start(struct reevaluation *r,
	    void (*evaluate)(void *, int fd), void *arg, int err,
	    int64_t now);

void	reevaluation_watch(struct reevaluation *r, struct loop *l);

/* Takes what has come, while one runs. */
enum reevaluation_state	reevaluation_take(struct reevaluation *r,
			    const struct loop *l);

/* Ends it, and what it has started. */
void	reevaluation_stop(struct reevaluation *r);

#endif
