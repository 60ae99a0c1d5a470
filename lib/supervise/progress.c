/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/progress.h"

enum {
	AFTER = 2000,		/* from the start of ssh to the line, ms */
	SECOND = 1000		/* between two drawings, ms */
};

void
progress_begin(struct progress *p, enum progress_kind kind, int64_t now)
{
	*p = (struct progress){ .kind = kind, .began = now };
}

void
progress_event(struct progress *p, enum event_kind kind, bool ours)
{
	if (ours == (p->kind == PROGRESS_JUMP))
		return;
	if (kind == EVENT_HELLO)
		p->dials = true;
	else if (kind >= EVENT_BANNER || (kind == EVENT_CONNECTED &&
	    p->kind != PROGRESS_BANNER))
		p->kind = PROGRESS_NONE;
}

bool
progress_shows(const struct progress *p, int64_t now)
{
	return p->kind != PROGRESS_NONE && p->dials && now >= p->began + AFTER;
}

int64_t
progress_due(const struct progress *p, int64_t now)
{
	if (p->kind == PROGRESS_NONE || !p->dials)
		return SPAN_NEVER;
	if (now < p->began + AFTER)
		return p->began + AFTER;
	return p->began + ((now - p->began) / SECOND + 1) * SECOND;
}
