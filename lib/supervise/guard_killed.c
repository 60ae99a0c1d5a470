/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/guard_killed.h"

enum {
	GRACE = 2000,		/* for an ssh with a relay to end, ms */
	LOOK = 1000		/* between looks at ssh's connections, ms */
};

void
guard_killed_begin(struct guard_killed *g)
{
	*g = (struct guard_killed){ .timer = SPAN_NEVER };
}

void
guard_killed_event(struct guard_killed *g, enum event_kind kind)
{
	g->connected = g->connected || kind == EVENT_BANNER;
	g->ended = g->ended || kind == EVENT_FAILED ||
	    kind == EVENT_VERDICT || kind == EVENT_CLOSED;
}

bool
guard_killed_is(const struct guard_killed *g, bool present)
{
	return g->connected && !g->ended && !present;
}

unsigned
guard_killed_look(struct guard_killed *g, int64_t now, bool present, bool runs)
{
	unsigned orders = GUARD_KILLED_COUNT;

	if (!runs || !guard_killed_is(g, present)) {
		g->timer = SPAN_NEVER;
		return 0;
	}
	if (g->timer == SPAN_NEVER)
		g->timer = now + GRACE;
	if (now < g->timer)
		return 0;
	g->timer = now + LOOK;
	if (!g->told)
		orders |= GUARD_KILLED_TELL;
	g->told = true;
	return orders;
}

bool
guard_killed_replaces(bool tunnel, int connections)
{
	return tunnel && connections >= 0 && connections <= 1;
}

const char *
guard_killed_text(bool tunnel)
{
	return tunnel ? "tunnel-guard was killed: the connection is not "
	    "monitored; reconnecting when no client uses it" :
	    "tunnel-guard was killed: only ssh itself monitors the connection "
	    "now (ServerAliveInterval)";
}
