/* SPDX-License-Identifier: ISC */
#ifndef SUPERVISE_NOTIFY_POLICY_H
#define SUPERVISE_NOTIFY_POLICY_H

#include <stdbool.h>
#include <stdint.h>

/*
 * When to run the user's command that hears of every change of state: never
 * two at once; what happens meanwhile waits, and of that the last counts.
 */

enum notice_event {
	NOTICE_NOTHING,
	NOTICE_UP,
	NOTICE_DOWN,		/* it was up */
	NOTICE_WAITING,		/* a try failed; told once until it is up */
	NOTICE_NEEDS_YOU,	/* the same */
	NOTICE_GAVE_UP,		/* the end: sshp can do no more */
	NOTICE_STOPPED,		/* the end, as it was asked for */
	NOTICE_EVENTS
};

/* What SSHP_EVENT is, "up" and so on. */
extern const char *const notice_names[NOTICE_EVENTS];

#define NOTICE_LIMIT 30000	/* a command takes no longer, ms */
#define NOTICE_STALE 1000	/* nor, when all is over, one of before, ms */

enum notice_order {
	NOTICE_RUN = 1 << 0,	/* start the command, for the event latest */
	NOTICE_KILL = 1 << 1	/* before that: it has taken too long */
};

struct notice {
	enum notice_event latest;
	bool pending, running;
	int64_t limit;		/* of those to come, ms */
	int64_t timer;		/* of the one that runs, ms; or SPAN_NEVER */
};

void	notice_start(struct notice *n);

/* Something happened; true if it is to be told: notice_look() says when. */
bool	notice_happened(struct notice *n, enum notice_event e);

/* What is to be done at now; orders. */
unsigned	notice_look(struct notice *n, int64_t now);

/* The command could not be run yet, for the one before is still there. */
void	notice_later(struct notice *n);

/*
 * All is over at now: what runs is told off soon, for its news is stale, and
 * the last one takes no longer than limit, ms.
 */
void	notice_last(struct notice *n, int64_t now, int64_t limit);

/* The command has ended by itself, or could not be run. */
void	notice_ended(struct notice *n);

#endif
