/* SPDX-License-Identifier: ISC */
/* Reports no TCP state, for systems that cannot tell it. */
/*
 * These are POSIX systems, and OpenBSD, whose TCP_INFO shows unacknowledged and
 * repeated data only to root.
 */
#include "sys/tcp.h"

#if !defined(__linux__) && !defined(__APPLE__) && !defined(__FreeBSD__) && \
    !defined(__NetBSD__) && !defined(__DragonFly__)
#include <errno.h>


int
tcp_look(int fd, struct tcp_state *s, int64_t now)
{
	(void)fd;
	(void)s;
	(void)now;
	errno = ENOPROTOOPT;
	return -1;
}

int
tcp_counters_look(int fd, struct tcp_counters *v)
{
	(void)fd;
	(void)v;
	errno = ENOPROTOOPT;
	return -1;
}

bool
tcp_gap(int fd)
{
	(void)fd;
	return false;
}

const char *
tcp_lacks(int fd)
{
	(void)fd;
	return "unacknowledged data (TCP_INFO): a dead path is detected only "
	    "when the kernel gives up";
}

bool
tcp_rto_cap(int fd, int ms)
{
	(void)fd;
	(void)ms;
	return false;
}

void
tcp_give_up(int fd, int ms)
{
	(void)fd;
	(void)ms;
}
#endif
