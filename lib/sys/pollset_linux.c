/* SPDX-License-Identifier: ISC */
/* pollset.h for Linux: epoll(7). */
#include "sys/pollset.h"

#ifdef __linux__
#include <sys/epoll.h>

enum { MOST = 64 };		/* events in a call */

int
pollset_open(void)
{
	return epoll_create1(EPOLL_CLOEXEC);
}

static uint32_t
pollset_bits(unsigned events)
{
	uint32_t bits = 0;

	if (events & POLLSET_IN)
		bits |= EPOLLIN;
	if (events & POLLSET_OUT)
		bits |= EPOLLOUT;
	if (events & POLLSET_LEFT)
		bits |= EPOLLRDHUP | EPOLLET;
	return bits;
}

int
pollset_watch(int set, int fd, unsigned was, unsigned events, uint64_t key)
{
	struct epoll_event e = { .events = pollset_bits(events),
	    .data.u64 = key };

	if (was == events)
		return 0;
	return epoll_ctl(set, events == 0 ? EPOLL_CTL_DEL : was == 0 ?
	    EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &e);
}

size_t
pollset_take(int set, struct pollset_event *out, size_t n)
{
	struct epoll_event e[MOST];
	int i, got = epoll_wait(set, e, n < MOST ? (int)n : MOST, 0);

	for (i = 0; i < got; i++)
		out[i] = (struct pollset_event){ e[i].data.u64,
		    (e[i].events & EPOLLIN ? POLLSET_IN : 0u) |
		    (e[i].events & EPOLLOUT ? POLLSET_OUT : 0u) |
		    (e[i].events & EPOLLRDHUP ? POLLSET_LEFT : 0u) |
		    (e[i].events & (EPOLLHUP | EPOLLERR) ? POLLSET_GONE : 0u) };
	return got < 0 ? 0 : (size_t)got;
}
#endif
