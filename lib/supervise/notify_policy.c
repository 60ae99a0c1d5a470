/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/notify_policy.h"

const char *const notify_policy_names[] = {
	[NOTIFY_POLICY_NOTHING] = "nothing", [NOTIFY_POLICY_UP] = "up",
	[NOTIFY_POLICY_DOWN] = "down", [NOTIFY_POLICY_WAITING] = "waiting",
	[NOTIFY_POLICY_NEEDS_YOU] = "needs-you", [NOTIFY_POLICY_GAVE_UP] =
	    "gave-up",
	[NOTIFY_POLICY_STOPPED] = "stopped",
};

enum notify_policy_event
notify_policy_event(const struct session *s, unsigned orders)
{
	if (orders & ORDER_QUIT)
		return (orders & ORDER_TELL_END) && s->status != 0 ?
		    NOTIFY_POLICY_GAVE_UP : NOTIFY_POLICY_STOPPED;
	if (orders & ORDER_TELL_UP)
		return NOTIFY_POLICY_UP;
	if (orders & ORDER_TELL_LOST)
		return NOTIFY_POLICY_DOWN;
	if (orders & ORDER_TELL_NEED)
		return NOTIFY_POLICY_NEEDS_YOU;
	return orders & ORDER_TELL_WAIT ? NOTIFY_POLICY_WAITING :
	    NOTIFY_POLICY_NOTHING;
}

const char *
notify_policy_reason(enum notify_policy_event e, unsigned orders,
    const char *why)
{
	if (e == NOTIFY_POLICY_UP || e == NOTIFY_POLICY_STOPPED)
		return "";
	return orders & ORDER_SPAWN ? "restart" : why;
}

void
notify_policy_start(struct notify_policy *n)
{
	*n = (struct notify_policy){ .limit = NOTIFY_POLICY_LIMIT,
	    .timer = SPAN_NEVER };
}

bool
notify_policy_happened(struct notify_policy *n, enum notify_policy_event e)
{
	if (e == NOTIFY_POLICY_NOTHING || (e == n->latest &&
	    (e == NOTIFY_POLICY_WAITING || e == NOTIFY_POLICY_NEEDS_YOU)))
		return false;
	n->latest = e;
	n->pending = true;
	return true;
}

unsigned
notify_policy_look(struct notify_policy *n, int64_t now)
{
	unsigned orders = 0;

	if (n->running && now >= n->timer) {
		notify_policy_ended(n);
		orders = NOTIFY_POLICY_KILL;
	}
	if (n->running || !n->pending)
		return orders;
	n->pending = false;
	n->running = true;
	n->timer = now + n->limit;
	return orders | NOTIFY_POLICY_RUN;
}

void
notify_policy_later(struct notify_policy *n)
{
	notify_policy_ended(n);
	n->pending = true;
}

void
notify_policy_last(struct notify_policy *n, int64_t now, int64_t limit)
{
	n->limit = limit;
	if (n->running && n->timer > now + NOTIFY_POLICY_STALE)
		n->timer = now + NOTIFY_POLICY_STALE;
}

void
notify_policy_ended(struct notify_policy *n)
{
	n->running = false;
	n->timer = SPAN_NEVER;
}
