/* SPDX-License-Identifier: ISC */
/*
 * Waits for a login slot before an attempt, so that few logins run at a time.
 */
#ifndef SSHP_LOGIN_QUEUE_H
#define SSHP_LOGIN_QUEUE_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"

/*
 * Before a dial: the tunnels of one user to one destination share a number of
 * logins at a time (supervise/login_slots.h).  A slot is a lock on a byte of a file
 * that they share, and so is free when its holder dies.  Who finds none free
 * waits in a child, and runs no ssh meanwhile.  Only the first in the queue
 * looks for a free slot.  If the queue has not moved for half a minute
 * something is wrong with it, and the dial goes on without.
 */
struct login_queue {
	int fd;			/* of the file; -1: nothing is held */
	pid_t child;		/* that waits; 0: none */
	int answer, slot;	/* the child's pipe or -1; where in the loop */
	int64_t began;		/* the dial, ms */
};

/* What became of a dial. */
enum login_outcome {
	LOGIN_ANSWERED,		/* by a server, whatever it said */
	LOGIN_DROPPED,		/* closed before the server's banner */
	LOGIN_FAILED,		/* the server was out of reach */
	LOGIN_OTHER		/* ended for reasons of our own */
};

/* Nothing is held. */
void	login_queue_open(struct login_queue *q);

/*
 * Wants to dial destination; directory is where the file is.  True: at once;
 * false: when login_queue_take() says so.
 */
bool	login_queue_enter(struct login_queue *q, const char *directory,
	    const char *destination, int64_t now);

/* True while it waits. */
bool	login_queue_waits(const struct login_queue *q);

/* Enters it into a turn of the loop. */
void	login_queue_watch(struct login_queue *q, struct loop *l);

/* After the wait; true, once, if the dial is to begin now. */
bool	login_queue_take(struct login_queue *q, const struct loop *l);

/* The login is done, or the dial over: gives the slot to the next. */
void	login_queue_leave(struct login_queue *q, enum login_outcome outcome,
	    int64_t now);

#endif
