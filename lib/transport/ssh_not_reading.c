/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "transport/ssh_not_reading.h"

enum {
	MOMENT = 1000,		/* less is a busy processor, ms */
	LEAST = 300000,		/* ms */
	PATIENCES = 10
};

void
wedge_start(struct wedge *w, int64_t patience)
{
	*w = (struct wedge){ .patience = patience * PATIENCES,
		.since = SPAN_NEVER, .timer = SPAN_NEVER };
	if (w->patience < LEAST)
		w->patience = LEAST;
}

bool
wedge_blocked(const struct wedge *w, int64_t now)
{
	return w->since != SPAN_NEVER && now - w->since >= MOMENT;
}

void
wedge_forgive(struct wedge *w, int64_t now)
{
	w->since = w->waits ? now : SPAN_NEVER;
	w->timer = w->waits ? now + w->patience : SPAN_NEVER;
}

bool
wedge_held(struct wedge *w, int64_t now, bool waits, bool took)
{
	bool was = wedge_blocked(w, now);

	if (waits == w->waits && !took)
		return false;
	w->waits = waits;
	wedge_forgive(w, now);
	return was;
}

bool
wedge_look(const struct wedge *w, int64_t now)
{
	return now >= w->timer;
}
