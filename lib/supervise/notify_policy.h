/* SPDX-License-Identifier: ISC */
/* When to run the user's PersistNotify, and for which event. */
#ifndef SUPERVISE_NOTIFY_POLICY_H
#define SUPERVISE_NOTIFY_POLICY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * When to run the user's command that hears of every change of state: never
 * two at once; what happens meanwhile waits, and of that the last counts.
 */

enum notify_policy_event {
	NOTIFY_POLICY_NOTHING,
	NOTIFY_POLICY_UP,
	NOTIFY_POLICY_DOWN,		/* it was up */
	NOTIFY_POLICY_WAITING,	/* a try failed; told once until it is up */
	NOTIFY_POLICY_NEEDS_YOU,	/* the same */
	NOTIFY_POLICY_GAVE_UP,		/* the end: sshp can do no more */
	NOTIFY_POLICY_STOPPED,		/* the end, as it was asked for */
	NOTIFY_POLICY_EVENTS
};

/* What SSHP_EVENT is, "up" and so on. */
extern const char *const notify_policy_names[NOTIFY_POLICY_EVENTS];

#define NOTIFY_POLICY_LIMIT 30000	/* a command takes no longer, ms */
#define NOTIFY_POLICY_STALE 1000 /* nor, when all is over, one of before, ms */

enum notify_policy_order {
	NOTIFY_POLICY_RUN =
	    1 << 0,	/* start the command, for the event latest */
	NOTIFY_POLICY_KILL = 1 << 1	/* before that: it has taken too long */
};

struct notify_policy {
	enum notify_policy_event latest;
	bool pending, running;
	int64_t limit;		/* of those to come, ms */
	int64_t timer;		/* of the one that runs, ms; or SPAN_NEVER */
};

void	notify_policy_start(struct notify_policy *n);

/*
 * Something happened; true if it is to be told: notify_policy_look() says when.
 */
bool	notify_policy_happened(struct notify_policy *n,
	    enum notify_policy_event e);

/* The orders that are due at now. */
unsigned	notify_policy_look(struct notify_policy *n, int64_t now);

/* The command could not be run yet, for the one before is still there. */
void	notify_policy_later(struct notify_policy *n);

/*
 * All is over at now: what runs is told off soon, for its news is stale, and
 * the last one takes no longer than limit, ms.
 */
void	notify_policy_last(struct notify_policy *n, int64_t now, int64_t limit);

/* The command has ended by itself, or could not be run. */
void	notify_policy_ended(struct notify_policy *n);

#endif
