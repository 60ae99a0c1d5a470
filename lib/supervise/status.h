/* SPDX-License-Identifier: ISC */
/* The status of a kept connection, and the events of its history. */
#ifndef SUPERVISE_STATUS_H
#define SUPERVISE_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/control.h"
#include "proto/event.h"
#include "supervise/history.h"
#include "supervise/session.h"

/* Follows the session's orders.  Begins with status_start(). */
struct status {
	int64_t began;		/* start of the supervisor, ms */
	int64_t state_since;	/* last change between up and not up, ms */
	enum session_state state;
	int64_t up, up_since;	/* sum of earlier spans up, ms; start of the
				   present one */
	int64_t attempts, drops;
	int64_t silent, quiet;	/* from the guard's last verdict, ms */
	struct path_figures path; /* likewise, before the loss */
	char reason[400];	/* of the last loss or failed attempt */
	char loss[400];		/* of the last loss */
	char waited_for[400];	/* reason of the last wait in the history */
};

void	status_start(struct status *t, int64_t now);

/*
 * Takes the silence and the figures of the path from the guard's event, for the
 * history.
 */
void	status_event(struct status *t, const struct event *e);

#define STATUS_EVENTS 4

/*
 * The session gave orders at now, ms; why is the reason.  Writes the events for
 * the history to e, without time, pid and ports, and their number to *n.  A
 * restart that the user asked for is a loss, but no drop.  The same reason to
 * wait comes once.  Returns true if the status has changed.
 */
bool	status_orders(struct status *t, const struct session *s,
	    unsigned orders, const char *why, int64_t now,
	    struct history_event e[STATUS_EVENTS], size_t *n);

/*
 * Writes state, times, numbers and reason at now to out; the other fields of
 * out are zero.
 */
void	status_fill(const struct status *t, const struct session *s,
	    int64_t now, struct control_status *out);

#endif
