/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <limits.h>

#include "base/span.h"
#include "sys/clock.h"
#include "sys/loop.h"

void
loop_begin(struct loop *l)
{
	l->n = l->rares = 0;
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

int
loop_watch_rare(struct loop *l, int fd, short events)
{
	if (fd < 0 || !l->busy || l->gather.failed || l->rares == GATHER_MAX)
		return loop_watch(l, fd, events);
	l->rare[l->rares] = (struct pollfd){ .fd = fd, .events = events };
	return LOOP_MAX + (int)l->rares++;
}

void
loop_lower(struct loop *l, int64_t t)
{
	if (t < l->deadline)
		l->deadline = t;
}

/* The time until the deadline, as a timeout of poll(2). */
static int
loop_timeout(const struct loop *l)
{
	int64_t left;

	if (l->deadline == SPAN_NEVER)
		return -1;
	left = l->deadline - clock_now();
	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* Watches all rare descriptors as one; returns its slot. */
static int
loop_gather(struct loop *l)
{
	if (l->rares == 0)
		return LOOP_NEVER;
	if (gather_these(&l->gather, l->rare, l->rares) == 0)
		return loop_watch(l, l->gather.fd, POLLIN);
	l->deadline = 0;	/* the next turn watches each separately */
	return LOOP_NEVER;
}

int
loop_wait(struct loop *l)
{
	nfds_t i;
	int gathered = loop_gather(l);
	int r = poll(l->set, l->n, loop_timeout(l));

	if (r == -1 && errno != EINTR)
		return -1;
	if (r == -1)
		for (i = 0; i < l->n; i++)
			l->set[i].revents = 0;
	if (loop_ready(l, gathered)) {
		gather_look(&l->gather, l->rare);
		gather_close(&l->gather);
	}
	l->now = clock_now();
	return 0;
}

void
loop_busy(struct loop *l, bool busy)
{
	l->busy = busy;
	if (!busy)
		gather_close(&l->gather);
}

short
loop_ready(const struct loop *l, int slot)
{
	if (slot >= LOOP_MAX)
		return l->rare[slot - LOOP_MAX].revents;
	return slot == LOOP_NEVER ? 0 : l->set[slot].revents;
}
