/* SPDX-License-Identifier: ISC */
#include <sys/epoll.h>

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "base/span.h"
#include "sys/clock.h"
#include "sys/loop.h"

/* --- epoll(7) for the rare descriptors --- */

#ifdef __linux__
static bool
gather_has(const struct gather *g, const struct pollfd *set, nfds_t n)
{
	nfds_t i;

	if (g->fd == 0 || n != g->n)
		return false;
	for (i = 0; i < n; i++)
		if (set[i].fd != g->set[i].fd ||
		    set[i].events != g->set[i].events)
			return false;
	return true;
}

static void
gather_close(struct gather *g)
{
	if (g->fd != 0)
		close(g->fd);
	*g = (struct gather){ 0 };
}

static int
gather_add(struct gather *g, const struct pollfd *one)
{
	/* The event bits of poll(2) are the same in epoll(7). */
	struct epoll_event e = { .events = (unsigned short)one->events,
	    .data.u32 = (unsigned)g->n };

	g->set[g->n++] = *one;
	return epoll_ctl(g->fd, EPOLL_CTL_ADD, one->fd, &e);
}

/*
 * Gathers up to GATHER_MAX descriptors; costs nothing if they are the same as
 * last time.  If a descriptor was closed and its number used again, call
 * gather_close() first.  Returns 0; or -1 if the system has no epoll(7) or
 * cannot wait for one of them, and then -1 until gather_close().
 */
static int
gather_these(struct gather *g, const struct pollfd *set, nfds_t n)
{
	int fd;

	if (g->failed)
		return -1;
	if (gather_has(g, set, n))
		return 0;
	gather_close(g);
	if ((fd = epoll_create1(EPOLL_CLOEXEC)) != -1)
		g->fd = fd;
	while (fd != -1 && g->n < n)
		if (gather_add(g, &set[g->n]) == -1)
			fd = -1;
	if (fd != -1)
		return 0;
	gather_close(g);
	g->failed = true;
	return -1;
}

/* Sets revents in set, the gathered descriptors. */
static void
gather_look(const struct gather *g, struct pollfd *set)
{
	struct epoll_event e[GATHER_MAX];
	int n = epoll_wait(g->fd, e, GATHER_MAX, 0);

	while (n-- > 0)
		set[e[n].data.u32].revents = (short)e[n].events;
}
#else
static int
gather_these(struct gather *g, const struct pollfd *set, nfds_t n)
{
	(void)g;
	(void)set;
	(void)n;
	return -1;
}

static void
gather_look(const struct gather *g, struct pollfd *set)
{
	(void)g;
	(void)set;
}

static void
gather_close(struct gather *g)
{
	(void)g;
}
#endif

/* --- a turn --- */

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
