/* SPDX-License-Identifier: ISC */
#ifndef SSHP_GUARD_EVENTS_H
#define SSHP_GUARD_EVENTS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.h"
#include "sys/loop.h"

/*
 * The guards that report to us.  The one that our ssh itself started is
 * believed; those below it, of a jump host or a wrapped command, as to why
 * they ended.  Others have its variables, too, as that of a LocalCommand: we
 * hang up on them, and they speak for themselves.
 */

#define WITNESS_MAX 8

struct witness {
	int listener;
	int listener_slot;
	int64_t attempt;	/* $SSHP_ATTEMPT of the ssh that runs */
	bool met;		/* one of our ssh's, since we last forgot */
	struct {
		int fd;		/* -1: free */
		int slot;
		pid_t pid;
		bool ours;	/* its parent is our ssh */
	} guard[WITNESS_MAX];
};

/* Listens on listener, which becomes the witness's. */
void	witness_open(struct witness *w, int listener);

/* Enters all of it into a turn of the loop. */
void	witness_watch(struct witness *w, struct loop *l);

/*
 * Takes what has come; told is called with each event of the guard whose
 * parent is ssh, and with the failures and verdicts of those below it, their
 * host in the text.
 */
void	witness_take(struct witness *w, const struct loop *l, pid_t ssh,
	    void (*told)(void *, const struct event *), void *arg);

/* Tells the guard of our ssh. */
void	witness_tell(const struct witness *w, const struct event *e);

/* True while the guard of our ssh is connected. */
bool	witness_present(const struct witness *w);

/* Hangs up on all guards, as for a new attempt. */
void	witness_forget(struct witness *w);

void	witness_close(struct witness *w);

#endif
