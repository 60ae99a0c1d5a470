/* SPDX-License-Identifier: ISC */
/* Reports to the supervisor, or to the user. */
#ifndef TUNNEL_GUARD_REPORT_H
#define TUNNEL_GUARD_REPORT_H

#include <stdbool.h>

#include "proto/event.h"
#include "sys/log.h"
#include "transport/traffic.h"
#include "tunnel-guard/liveness.h"

/*
 * The guard reports to the supervisor of our ssh, if there is one; the
 * supervisor then tells the user.  Otherwise the guard tells the user.
 */
struct report {
	const struct log *log;
	struct log quiet;	/* as log, but to syslog alone unless -v */
	int supervisor;		/* socket to the supervisor; -1: none */
	struct event event;	/* our host, port and attempt */
};

/* Connects to the supervisor's socket at path, unless that is NULL. */
void	report_open(struct report *r, const struct log *log,
	    const char *path, const char *attempt, const char *host,
	    const char *port);

/* Tells only the supervisor; text may be NULL. */
void	report_event(struct report *r, enum event_kind kind,
	    enum cause cause, const char *text);

/* Tells the user text, one line, through the supervisor if there is one. */
void	report_say(struct report *r, enum event_kind kind,
	    enum cause cause, const char *text);

/* Reports why there is no connection; fmt as in printf(3). */
void	report_failed(struct report *r, enum cause cause,
	    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* As report_say(), but the supervisor already knows. */
void	report_log(const struct report *r, const char *text);

/*
 * Waits, at most 1 s, until the supervisor has read the reports: it identifies
 * the guard by its parent, which the guard is about to leave.
 */
void	report_settle(const struct report *r);

/* Closes the socket to the supervisor: from now on the user is told. */
void	report_close(struct report *r);

/*
 * Reports one line to the user and the supervisor: the bytes of the connection
 * and the state of its path.  w is NULL without a connection.  passed: only the
 * kernel has counted the bytes.
 */
void	report_traffic(struct traffic *t, const struct liveness *w, bool passed,
	    struct report *r, const char *host, int64_t now);

#endif
