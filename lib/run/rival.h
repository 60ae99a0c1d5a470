/* SPDX-License-Identifier: ISC */
#ifndef RUN_RIVAL_H
#define RUN_RIVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "link/beside.h"
#include "run/watch.h"
#include "sys/dial.h"
#include "sys/log.h"
#include "sys/loop.h"

/*
 * A second connection, dialled beside one on which the server is silent
 * (link/beside.h).  What ssh said on the first is kept, to be said again if
 * the second is the first to hear something.
 */
struct rival {
	bool open;		/* the first is still silent */
	const struct log *log;
	const struct address *addr; /* the caller's, in the order to try */
	size_t n;
	const struct sender *sender;
	struct beside beside;
	bool dialling;
	struct dial dial;
	int round;		/* of the dialling */
	int64_t due;		/* the next, ms */
	int sock;		/* connected, silent, too; or -1 */
	int slot;		/* in this turn of the loop */
	char said[512];		/* by ssh: its own banner, of 255 bytes at most */
	size_t len;
};

/* Begins at now, with r zero but for log, addr, n and sender. */
void	rival_open(struct rival *r, int64_t now);

/* n bytes came from ssh. */
void	rival_said(struct rival *r, const void *from, size_t n);

/* Enters what is waited for, and what is due, into a turn of the loop. */
void	rival_watch(struct rival *r, struct loop *l);

/*
 * Goes on after the wait; w watches the first connection.  Returns the second,
 * on which there is something to read, and which is the caller's then; or -1.
 */
int	rival_step(struct rival *r, struct watch *w, const struct loop *l);

/* It is over: ends what is under way, and asks w's peer as before. */
void	rival_close(struct rival *r, struct watch *w);

#endif
