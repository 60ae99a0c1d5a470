/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/notify_policy.h"

const char *const notice_names[] = {
	[NOTICE_NOTHING] = "nothing", [NOTICE_UP] = "up",
	[NOTICE_DOWN] = "down", [NOTICE_WAITING] = "waiting",
	[NOTICE_NEEDS_YOU] = "needs-you", [NOTICE_GAVE_UP] = "gave-up",
	[NOTICE_STOPPED] = "stopped",
};

void
notice_start(struct notice *n)
{
	*n = (struct notice){ .limit = NOTICE_LIMIT, .timer = SPAN_NEVER };
}

bool
notice_happened(struct notice *n, enum notice_event e)
{
	if (e == NOTICE_NOTHING || (e == n->latest &&
	    (e == NOTICE_WAITING || e == NOTICE_NEEDS_YOU)))
		return false;
	n->latest = e;
	n->pending = true;
	return true;
}

unsigned
notice_look(struct notice *n, int64_t now)
{
	unsigned orders = 0;

	if (n->running && now >= n->timer) {
		notice_ended(n);
		orders = NOTICE_KILL;
	}
	if (n->running || !n->pending)
		return orders;
	n->pending = false;
	n->running = true;
	n->timer = now + n->limit;
	return orders | NOTICE_RUN;
}

void
notice_later(struct notice *n)
{
	notice_ended(n);
	n->pending = true;
}

void
notice_last(struct notice *n, int64_t now, int64_t limit)
{
	n->limit = limit;
	if (n->running && n->timer > now + NOTICE_STALE)
		n->timer = now + NOTICE_STALE;
}

void
notice_ended(struct notice *n)
{
	n->running = false;
	n->timer = SPAN_NEVER;
}
