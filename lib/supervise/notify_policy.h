/* SPDX-License-Identifier: ISC */
/* When to run the user's PersistNotify, and for which event. */
#ifndef SUPERVISE_NOTIFY_POLICY_H
#define SUPERVISE_NOTIFY_POLICY_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/session.h"

/*
 * sshp runs the user's command at every change of state, but never two commands
 * at once.  Of the events that happen while a command runs, only the last is
 * told, afterwards.
 */

enum notify_policy_event {
	NOTIFY_POLICY_NOTHING,
	NOTIFY_POLICY_UP,
	NOTIFY_POLICY_DOWN,		/* it was up */
	NOTIFY_POLICY_WAITING,	/* an attempt failed; told once in a row */
	NOTIFY_POLICY_NEEDS_YOU,	/* needs the user; told once in a row */
	NOTIFY_POLICY_GAVE_UP,		/* sshp ends: it cannot go on */
	NOTIFY_POLICY_STOPPED,		/* sshp ends, as the user asked */
	NOTIFY_POLICY_EVENTS
};

/* The values of SSHP_EVENT: "up" and so on. */
extern const char *const notify_policy_names[NOTIFY_POLICY_EVENTS];

#define NOTIFY_POLICY_LIMIT 30000 /* how long a command may run, ms */
#define NOTIFY_POLICY_STALE 1000 /* the same for a command that still runs
				  * when sshp ends, ms */

enum notify_policy_order {
	NOTIFY_POLICY_RUN =
	    1 << 0,	/* start the command, for the event latest */
	NOTIFY_POLICY_KILL = 1 << 1	/* first kill the command that runs:
					 * it took too long */
};

struct notify_policy {
	enum notify_policy_event latest;
	bool pending, running;
	int64_t limit;		/* how long the next commands may run, ms */
	int64_t timer;		/* when the present one must end, ms; or
				 * SPAN_NEVER */
};

/* The event that the session's orders mean; NOTIFY_POLICY_NOTHING: none. */
enum notify_policy_event	notify_policy_event(const struct session *s,
				    unsigned orders);

/*
 * The reason to tell with an event: "" for up and stopped, "restart" if the
 * user asked for a restart, else why.
 */
const char	*notify_policy_reason(enum notify_policy_event e,
		    unsigned orders, const char *why);

void	notify_policy_start(struct notify_policy *n);

/*
 * e happened.  True if the user is to be told; notify_policy_look() says when.
 */
bool	notify_policy_happened(struct notify_policy *n,
	    enum notify_policy_event e);

/* Returns the orders that are due at now. */
unsigned	notify_policy_look(struct notify_policy *n, int64_t now);

/* The command did not start, because the one before it is still there. */
void	notify_policy_later(struct notify_policy *n);

/*
 * sshp ends at now.  A command that runs ends within a second, because its
 * event is out of date.  The last command may run for limit, ms.
 */
void	notify_policy_last(struct notify_policy *n, int64_t now, int64_t limit);

/* The command has ended by itself, or could not be run. */
void	notify_policy_ended(struct notify_policy *n);

#endif
