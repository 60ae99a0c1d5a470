/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "sys/gather.h"

#ifdef __linux__
#include <sys/epoll.h>

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

static int
gather_add(struct gather *g, const struct pollfd *one)
{
	/* The event bits of poll(2) are the same in epoll(7). */
	struct epoll_event e = { .events = (unsigned short)one->events,
	    .data.u32 = (unsigned)g->n };

	g->set[g->n++] = *one;
	return epoll_ctl(g->fd, EPOLL_CTL_ADD, one->fd, &e);
}

int
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

void
gather_look(const struct gather *g, struct pollfd *set)
{
	struct epoll_event e[GATHER_MAX];
	int n = epoll_wait(g->fd, e, GATHER_MAX, 0);

	while (n-- > 0)
		set[e[n].data.u32].revents = (short)e[n].events;
}

void
gather_close(struct gather *g)
{
	if (g->fd != 0)
		close(g->fd);
	*g = (struct gather){ 0 };
}
#else
int
gather_these(struct gather *g, const struct pollfd *set, nfds_t n)
{
	(void)g;
	(void)set;
	(void)n;
	return -1;
}

void
gather_look(const struct gather *g, struct pollfd *set)
{
	(void)g;
	(void)set;
}

void
gather_close(struct gather *g)
{
	(void)g;
}
#endif
