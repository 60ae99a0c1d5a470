/* SPDX-License-Identifier: ISC */
/*
 * Waits for a login slot before an attempt, so that few logins run at a time.
 */
#ifndef SSHP_LOGIN_QUEUE_H
#define SSHP_LOGIN_QUEUE_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "supervise/login_slots.h"
#include "sys/loop.h"

/*
 * Before an attempt: the tunnels of one user to one destination share a number
 * of simultaneous logins (supervise/login_slots.h).  A slot is a lock on a byte
 * of a file that they share.  The system frees a slot when its holder dies.  A
 * tunnel without a free slot waits in a child, and runs no ssh meanwhile.  Only
 * the first in the queue looks for a free slot.  If the queue has not moved for
 * 30 s, something is wrong with it, and the attempt begins without a slot.
 */
struct login_queue {
	int fd;			/* of the shared file; -1: no slot */
	pid_t child;		/* waits for a slot; 0: no child */
	int answer, slot;	/* the child's pipe or -1; its index in the
				   loop */
	int64_t began;		/* start of the attempt, ms */
};

/* Sets q to "no slot". */
void	login_queue_open(struct login_queue *q);

/*
 * Asks for a slot for destination; the shared file is in directory.  True: the
 * attempt may begin now; false: login_queue_take() will say when.
 */
bool	login_queue_enter(struct login_queue *q, const char *directory,
	    const char *destination, int64_t now);

/* True while q waits for a slot. */
bool	login_queue_waits(const struct login_queue *q);

/* Adds q to a turn of the loop. */
void	login_queue_watch(struct login_queue *q, struct loop *l);

/* True, once, when the wait is over and the attempt may begin. */
bool	login_queue_take(struct login_queue *q, const struct loop *l);

/* The login is done, or the attempt is over: releases the slot. */
void	login_queue_leave(struct login_queue *q, enum login_outcome outcome,
	    int64_t now);

#endif
