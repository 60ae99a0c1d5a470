/* SPDX-License-Identifier: ISC */
/* Why an attempt ended, according to its guard and to ssh. */
#ifndef SUPERVISE_END_REASON_H
#define SUPERVISE_END_REASON_H

#include "proto/event.h"
#include "supervise/session.h"
#include "supervise/sshlog_parse.h"

/* What the guard and ssh said about the end of an attempt. */
struct end_reason {
	char guard[480];	/* the guard's text; "": it said nothing */
	char ssh[400];		/* ssh's text; "": it said nothing */
};

/* Another attempt begins. */
void	end_reason_begin(struct end_reason *r);

/*
 * The guard sent an event.  Returns the cause.  Returns CAUSE_UNKNOWN if the
 * event is not about the end, or if an earlier event told the end already.
 */
enum cause	end_reason_event(struct end_reason *r,
	    const struct event *e);

/* The guard was killed before it could report an end. */
void	end_reason_killed(struct end_reason *r);

/* ssh logged line; s is what sshlog_line_read() made of it. */
void	end_reason_line(struct end_reason *r, const char *line,
	    const struct sshlog_line *s);

/* The ssh at path could not be started; why: strerror(3) of the error. */
void	end_reason_start(struct end_reason *r, const char *path,
	    const char *why);

/*
 * The reason as text.  wants: what the user must supply; service: how
 * PersistCheck failed.  Each is returned if it is the reason.
 */
const char	*end_reason_text(const struct end_reason *r,
	    const struct session *s,
		    const char *wants, const char *service);

#endif
