/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "supervise/end_reason.h"

/* What a guard's cause is to the session; those left out: it was closed. */
static const enum session_cause causes[EVENT_OTHER + 1] = {
	[EVENT_REFUSED] = CAUSE_REFUSED,
	[EVENT_PATH_DEAD] = CAUSE_DEAD,
	[EVENT_LINGERS] = CAUSE_DEAD,
	[EVENT_ADDRESS_GONE] = CAUSE_DEAD,
	[EVENT_ROUTE_MOVED] = CAUSE_DEAD,
	[EVENT_RESUMED] = CAUSE_DEAD,
	[EVENT_PEER_FROZEN] = CAUSE_DEAD,
	[EVENT_SSH_WEDGED] = CAUSE_DEAD,
	[EVENT_DNS_TEMPORARY] = CAUSE_UNANSWERED,
	[EVENT_DNS_NONE] = CAUSE_UNANSWERED,
	[EVENT_UNANSWERED] = CAUSE_UNANSWERED,
	[EVENT_NO_BANNER] = CAUSE_UNANSWERED,
	[EVENT_DENIED] = CAUSE_PROXY,
};

void
end_reason_begin(struct end_reason *r)
{
	r->guard[0] = r->ssh[0] = '\0';
}

enum session_cause
end_reason_event(struct end_reason *r, const struct event *e)
{
	enum session_cause cause = causes[e->cause];

	/* The first to speak is the nearest to what happened. */
	if (r->guard[0] != '\0')
		return CAUSE_UNKNOWN;
	if (e->kind == EVENT_CLOSED && e->cause != EVENT_BY_SSH) {
		snprintf(r->guard, sizeof r->guard,
		    "the server closed the connection%s%s",
		    e->text[0] != '\0' ? ": " : "", e->text);
		return CAUSE_CLOSED;
	}
	if (e->kind != EVENT_FAILED && e->kind != EVENT_VERDICT)
		return CAUSE_UNKNOWN;
	snprintf(r->guard, sizeof r->guard, "%s", e->text);
	return cause == CAUSE_UNKNOWN ? CAUSE_CLOSED : cause;
}

void
end_reason_killed(struct end_reason *r)
{
	if (r->guard[0] == '\0')
		snprintf(r->guard, sizeof r->guard,
		    "tunnel-guard was killed, nobody watched the connection");
}

void
end_reason_line(struct end_reason *r, const char *line,
    const struct sshlog_line *s)
{
	if (!s->hollow &&
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
	enum session_cause c = s->cause;

	if (s->state == SESSION_NEEDS_YOU)
		return wants;
	if (c == CAUSE_SERVICE)
		return service;
	if (c == CAUSE_DENIED || c == CAUSE_HOST_KEY || c == CAUSE_FROZEN ||
	    c == CAUSE_ASKED)
		return session_why(c);
	if (r->guard[0] != '\0')
		return r->guard;
	return r->ssh[0] != '\0' ? r->ssh : session_why(c);
}
