/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/span.h"
#include "transport/ssh_not_reading.h"

enum {
	BLOCKED_LEAST = 1000,		/* a busy processor explains less, ms */
	LEAST = 300000,		/* ms */
	LIMITS = 10
};

void
ssh_not_reading_start(struct ssh_not_reading *w, int64_t silence_limit)
{
	*w = (struct ssh_not_reading){ .silence_limit = silence_limit * LIMITS,
		.since = SPAN_NEVER, .timer = SPAN_NEVER };
	if (w->silence_limit < LEAST)
		w->silence_limit = LEAST;
}

bool
ssh_not_reading_blocked(const struct ssh_not_reading *w, int64_t now)
{
	return w->since != SPAN_NEVER && now - w->since >= BLOCKED_LEAST;
}

void
ssh_not_reading_forgive(struct ssh_not_reading *w, int64_t now)
{
	w->since = w->unread ? now : SPAN_NEVER;
	w->timer = w->unread ? now + w->silence_limit : SPAN_NEVER;
}

bool
ssh_not_reading_held(struct ssh_not_reading *w, int64_t now, bool waits,
    bool took)
{
	bool was = ssh_not_reading_blocked(w, now);

	if (waits == w->unread && !took)
		return false;
	w->unread = waits;
	ssh_not_reading_forgive(w, now);
	return was;
}

bool
ssh_not_reading_look(const struct ssh_not_reading *w, int64_t now,
    int64_t unread, struct verdict *v)
{
	char span[SPAN_TEXT];

	if (now < w->timer)
		return false;
	*v = (struct verdict){ .cause = CAUSE_SSH_WEDGED,
	    .silence = now - w->since };
	snprintf(v->text, sizeof v->text, "ssh wedged: ssh has read nothing "
	    "for %s, %lld bytes waiting", span_text(v->silence, span),
	    (long long)unread);
	return true;
}

bool
ssh_not_reading_excused(struct ssh_not_reading *w, int64_t now,
    enum ending_ssh ssh, bool reason)
{
	if (ssh == SSH_THERE && !reason)
		return false;
	ssh_not_reading_forgive(w, now);
	return true;
}
