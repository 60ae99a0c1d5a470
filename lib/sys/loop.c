/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <limits.h>

#include "base/span.h"
#include "sys/clock.h"
#include "sys/loop.h"

void
loop_begin(struct loop *l)
{
	l->n = 0;
	l->deadline = SPAN_NEVER;
}

int
loop_watch(struct loop *l, int fd, short events)
{
	/* poll(2) refuses more entries than RLIMIT_NOFILE, even empty ones. */
	if (fd < 0 || l->n == LOOP_MAX)
		return LOOP_NEVER;
	l->set[l->n] = (struct pollfd){ .fd = fd, .events = events };
	return (int)l->n++;
}

void
loop_lower(struct loop *l, int64_t t)
{
	if (t < l->deadline)
		l->deadline = t;
}

/* The wait in poll(2)'s terms. */
static int
loop_timeout(const struct loop *l)
{
	int64_t left;

	if (l->deadline == SPAN_NEVER)
		return -1;
	left = l->deadline - clock_now();
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

int
loop_wait(struct loop *l)
{
	nfds_t i;
	int r = poll(l->set, l->n, loop_timeout(l));

	if (r == -1 && errno != EINTR)
		return -1;
	if (r == -1)
		for (i = 0; i < l->n; i++)
			l->set[i].revents = 0;
	l->now = clock_now();
	return 0;
}

short
loop_ready(const struct loop *l, int slot)
{
	return slot == LOOP_NEVER ? 0 : l->set[slot].revents;
}
