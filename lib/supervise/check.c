/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/check.h"

void
check_start(struct check *c, int64_t interval)
{
	*c = (struct check){ .interval = interval, .timer = SPAN_NEVER };
}

static unsigned
check_failed(struct check *c)
{
	if (++c->failed < CHECK_FAILURES)
		return 0;
	c->timer = SPAN_NEVER;
	return CHECK_DEAD;
}

static unsigned
check_changed(struct check *c, int64_t now, bool up)
{
	unsigned orders = c->running ? CHECK_KILL : 0;

	c->up = up;
	c->running = false;
	c->failed = 0;
	c->timer = up ? now + c->interval : SPAN_NEVER;
	return orders;
}

unsigned
check_look(struct check *c, int64_t now, bool up)
{
	unsigned orders = 0;

	if (c->interval == 0)
		return 0;
	if (up != c->up)
		return check_changed(c, now, up);
	if (now < c->timer)
		return 0;
	if (c->running) {
		c->running = false;
		orders = CHECK_KILL | check_failed(c);
	}
	if (orders & CHECK_DEAD)
		return orders;
	c->running = true;
	c->timer = now + c->interval;
	return orders | CHECK_RUN;
}

unsigned
check_ended(struct check *c, bool well)
{
	if (!c->running)
		return 0;
	c->running = false;
	if (!well)
		return check_failed(c);
	c->failed = 0;
	return 0;
}
