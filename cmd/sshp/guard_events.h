/* SPDX-License-Identifier: ISC */
/* Receives the events of guards, and checks who sent them. */
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

#define GUARD_EVENTS_MAX 8

struct guard_events {
	int listener;
	int listener_slot;
	int64_t attempt;	/* $SSHP_ATTEMPT of the ssh that runs */
	bool met;		/* one of our ssh's, since we last forgot */
	struct {
		int fd;		/* -1: free */
		int slot;
		pid_t pid;
		bool ours;	/* its parent is our ssh */
	} guard[GUARD_EVENTS_MAX];
};

/* Listens on listener, which becomes the guards's. */
void	guard_events_open(struct guard_events *w, int listener);

/* Enters all of it into a turn of the loop. */
void	guard_events_watch(struct guard_events *w, struct loop *l);

/*
 * Takes what has come; told is called with each event of the guard whose
 * parent is ssh, and with the failures and verdicts of those below it, their
 * host in the text.
 */
void	guard_events_take(struct guard_events *w, const struct loop *l,
	    pid_t ssh, void (*told)(void *, const struct event *), void *arg);

/* Tells the guard of our ssh. */
void	guard_events_tell(const struct guard_events *w, const struct event *e);

/* True while the guard of our ssh is connected. */
bool	guard_events_present(const struct guard_events *w);

/* Hangs up on all guards, as for a new attempt. */
void	guard_events_forget(struct guard_events *w);

void	guard_events_close(struct guard_events *w);

#endif
