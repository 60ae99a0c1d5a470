/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "supervise/end_reason.h"

void
end_reason_begin(struct end_reason *r)
{
	r->guard[0] = r->ssh[0] = '\0';
}

enum cause
end_reason_event(struct end_reason *r, const struct event *e)
{
	/* The first event is the nearest to the cause. */
	if (r->guard[0] != '\0')
		return CAUSE_UNKNOWN;
	if (e->kind == EVENT_CLOSED && e->cause != CAUSE_BY_SSH) {
		snprintf(r->guard, sizeof r->guard,
		    "the server closed the connection%s%s",
		    e->text[0] != '\0' ? ": " : "", e->text);
		return e->cause == CAUSE_UNKNOWN ? CAUSE_CLOSED : e->cause;
	}
	if (e->kind != EVENT_FAILED && e->kind != EVENT_VERDICT)
		return CAUSE_UNKNOWN;
	snprintf(r->guard, sizeof r->guard, "%s", e->text);
	return e->cause == CAUSE_UNKNOWN ? CAUSE_CLOSED : e->cause;
}

void
end_reason_killed(struct end_reason *r)
{
	if (r->guard[0] == '\0')
		snprintf(r->guard, sizeof r->guard,
		    "tunnel-guard was killed, "
		    "the connection was not monitored");
}

void
end_reason_line(struct end_reason *r, const char *line,
    const struct sshlog_line *s)
{
	if (!s->no_reason &&
	    (s->cause != CAUSE_UNKNOWN || r->ssh[0] == '\0'))
		snprintf(r->ssh, sizeof r->ssh, "%s", line);
}

void
end_reason_start(struct end_reason *r, const char *path, const char *why)
{
	snprintf(r->ssh, sizeof r->ssh, "%s: %s", path, why);
}

const char *
end_reason_text(const struct end_reason *r, const struct session *s,
    const char *wants, const char *service)
{
	enum cause_class c = cause_table[s->cause].class;

	if (s->state == SESSION_NEEDS_YOU)
		return wants;
	if (c == CLASS_SERVICE)
		return service;
	/* The guard and ssh know nothing of these, or know less. */
	if (s->cause == CAUSE_NO_LOGIN || s->cause == CAUSE_NO_REPLY ||
	    c == CLASS_DENIED || c == CLASS_HOST_KEY || c == CLASS_FROZEN ||
	    c == CLASS_ASKED || c == CLASS_ENDED)
		return cause_table[s->cause].words;
	if (r->guard[0] != '\0')
		return r->guard;
	return r->ssh[0] != '\0' ? r->ssh : cause_table[s->cause].words;
}
