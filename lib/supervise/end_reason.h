/* SPDX-License-Identifier: ISC */
#ifndef SUPERVISE_END_REASON_H
#define SUPERVISE_END_REASON_H

#include "proto/event.h"
#include "supervise/session.h"
#include "supervise/sshlog_line.h"

/* Why an attempt ended, by those who were near: its guard, and ssh. */
struct reason {
	char guard[480];	/* in its words; "": it said nothing */
	char ssh[400];		/* likewise */
};

/* Another attempt begins. */
void	reason_begin(struct reason *r);

/*
 * The guard reports.  Returns the cause, or CAUSE_UNKNOWN: it is not about the
 * end, or the guard has spoken of that before.
 */
enum session_cause	reason_event(struct reason *r, const struct event *e);

/* The guard was killed before it could say anything. */
void	reason_killed(struct reason *r);

/* A line of ssh's, and what it means. */
void	reason_line(struct reason *r, const char *line,
	    const struct saying *s);

/* The ssh at path could not be started, by error (errno). */
void	reason_start(struct reason *r, const char *path, int error);

/*
 * For people.  wants: what is wanted of a person, service: how the user's
 * check failed, for when it is that.
 */
const char	*reason_text(const struct reason *r, const struct session *s,
		    const char *wants, const char *service);

#endif
