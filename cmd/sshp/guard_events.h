/* SPDX-License-Identifier: ISC */
/* Receives the events of guards, checks the senders, feeds the session. */
#ifndef SSHP_GUARD_EVENTS_H
#define SSHP_GUARD_EVENTS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.h"
#include "supervise/guard_trust.h"
#include "supervise/progress.h"
#include "sys/loop.h"

/* The guards that report to us, and that sshp trusts. */

#define GUARD_EVENTS_MAX 8

struct guard_events {
	int listener;
	int listener_slot;
	int64_t attempt;	/* $SSHP_ATTEMPT of the ssh that runs */
	struct progress progress; /* of the present attempt */
	struct path_figures path; /* the last answers */
	int64_t path_at;	/* when, ms */
	int64_t asked_at;	/* the last question, ms */
	int asked;		/* guards that have not answered it */
	bool met;		/* our ssh's guard connected since forget */
	struct {
		int fd;		/* -1: free */
		int slot;
		pid_t pid;
		enum guard_trust trust;
	} guard[GUARD_EVENTS_MAX];
};

/* Takes over the listening socket listener. */
void	guard_events_open(struct guard_events *w, int listener);

/* Adds all descriptors to a turn of the loop. */
void	guard_events_watch(struct guard_events *w, struct loop *l);

/*
 * Reads what arrived.  Calls told with each event of the guard whose parent is
 * ssh, and with the failures and verdicts of the guards below it; their text
 * then names the host.
 */
void	guard_events_take(struct guard_events *w, const struct loop *l,
	    pid_t ssh, void (*told)(void *, const struct event *), void *arg);

/* Sends e to the guard of our ssh. */
void	guard_events_tell(const struct guard_events *w, const struct event *e);

/*
 * Asks all guards for the figures of the path; again only after they answered,
 * or were silent for a second.
 */
void	guard_events_ask(struct guard_events *w, int64_t now);

/* True while an answer may come. */
bool	guard_events_asks(const struct guard_events *w, int64_t now);

/* The figures of the path, if the guards sent them lately; or zero. */
struct path_figures	guard_events_path(const struct guard_events *w,
			    int64_t now);

/* True while the guard of our ssh is connected. */
bool	guard_events_present(const struct guard_events *w);

/* Closes the connections of all guards, as for a new attempt. */
void	guard_events_forget(struct guard_events *w);

void	guard_events_close(struct guard_events *w);

#endif
