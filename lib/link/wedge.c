/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "link/wedge.h"

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
	w->since = w->held == 0 ? SPAN_NEVER : now;
	w->timer = w->held == 0 ? SPAN_NEVER : now + w->patience;
}

bool
wedge_held(struct wedge *w, int64_t now, size_t held)
{
	bool was = wedge_blocked(w, now);

	if (held == w->held)
		return false;
	w->held = held;
	wedge_forgive(w, now);
	return was;
}

bool
wedge_look(const struct wedge *w, int64_t now)
{
	return now >= w->timer;
}
