/* SPDX-License-Identifier: ISC */
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#include "sys/tcp.h"

/* macOS's name.  OpenBSD has no such option: sysctl(8) sets it for all. */
#if !defined(TCP_KEEPIDLE) && defined(TCP_KEEPALIVE)
#define TCP_KEEPIDLE TCP_KEEPALIVE
#endif

int64_t
tcp_unread(int fd)
{
	int n = 0;

	return ioctl(fd, FIONREAD, &n) == -1 ? 0 : n;
}

static bool
tcp_set(int fd, int option, int value)
{
	return setsockopt(fd, IPPROTO_TCP, option, &value,
	    sizeof value) == 0;
}

void
tcp_nodelay(int fd)
{
	(void)tcp_set(fd, TCP_NODELAY, 1);
}

void
tcp_keepalive(int fd, int idle, int interval, int count)
{
	int on = 1;

#ifdef TCP_KEEPIDLE
	(void)tcp_set(fd, TCP_KEEPIDLE, idle);
	(void)tcp_set(fd, TCP_KEEPINTVL, interval);
	(void)tcp_set(fd, TCP_KEEPCNT, count);
#else
	(void)idle;
	(void)interval;
	(void)count;
#endif
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
}

void
tcp_probe(int fd)
{
	/* The kernel probes at once if the peer was idle for over 1 s. */
	tcp_keepalive(fd, 1, 1, 127);
}

void
tcp_unasked(int fd)
{
	int off = 0;

	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &off, sizeof off);
}
