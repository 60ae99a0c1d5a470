/* SPDX-License-Identifier: ISC */
/* Reports to the supervisor, or to the user. */
#ifndef TUNNEL_GUARD_REPORT_H
#define TUNNEL_GUARD_REPORT_H

#include <stdbool.h>

#include "proto/event.h"
#include "sys/log.h"

/*
 * What a guard has to say, and to whom: to the supervisor that runs our ssh if
 * there is one, which tells its user; else to the user.
 */
struct report {
	const struct log *log;
	struct log quiet;	/* log, without standard error */
	int supervisor;		/* -1: there is none */
	struct event event;	/* who we are */
};

/* Connects to the supervisor's socket at path, unless that is NULL. */
void	report_open(struct report *r, const struct log *log,
	    const char *path, const char *attempt, const char *host,
	    const char *port);

/* Tells the supervisor alone; text may be NULL. */
void	report_event(struct report *r, enum event_kind kind,
	    enum cause cause, const char *text);

/* Says text to the user, or has the supervisor say it. */
void	report_say(struct report *r, enum event_kind kind,
	    enum cause cause, const char *text);

/* Says why there is no connection. */
void	report_failed(struct report *r, enum cause cause,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* As report_say(), but the supervisor has been told. */
void	report_log(const struct report *r, const char *text);

/*
 * Waits, a second at most, until the supervisor has taken what was told: it
 * knows us by our parent, which we are about to leave.
 */
void	report_settle(const struct report *r);

void	report_close(struct report *r);

#endif
