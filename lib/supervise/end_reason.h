/* SPDX-License-Identifier: ISC */
/* Why an attempt ended, according to its guard and to ssh. */
#ifndef SUPERVISE_END_REASON_H
#define SUPERVISE_END_REASON_H

#include "proto/event.h"
#include "supervise/session.h"
#include "supervise/sshlog_parse.h"

/* Why an attempt ended, by those who were near: its guard, and ssh. */
struct end_reason {
	char guard[480];	/* in its words; "": it said nothing */
	char ssh[400];		/* likewise */
};

/* Another attempt begins. */
void	end_reason_begin(struct end_reason *r);

/*
 * The guard reports.  Returns the cause, or CAUSE_UNKNOWN: it is not about the
 * end, or the guard has spoken of that before.
 */
enum cause	end_reason_event(struct end_reason *r,
	    const struct event *e);

/* The guard was killed before it could say anything. */
void	end_reason_killed(struct end_reason *r);

/* A line of ssh's, and what it means. */
void	end_reason_line(struct end_reason *r, const char *line,
	    const struct sshlog_line *s);

/* The ssh at path could not be started; why is the system's word for it. */
void	end_reason_start(struct end_reason *r, const char *path,
	    const char *why);

/*
 * The reason as text.  wants: what the user must supply; service: how the
 * user's check failed.  Each is returned if it is the reason.
 */
const char	*end_reason_text(const struct end_reason *r,
	    const struct session *s,
		    const char *wants, const char *service);

#endif
