/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/socket.h>
#ifdef __linux__
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#endif

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/netwatch.h"

enum { MESSAGES = 64 };		/* most reads in a turn of the loop */

#if defined(__linux__)
int
netwatch_open(void)
{
	/* Links, too: no message tells the routes of an interface set down. */
	struct sockaddr_nl nl = {
		.nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR |
		    RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR |
		    RTMGRP_IPV6_ROUTE,
	};
	int fd = descriptors_socket(AF_NETLINK, SOCK_RAW); /* NETLINK_ROUTE */

	if (fd != -1 && bind(fd, (struct sockaddr *)&nl, sizeof nl) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
    defined(__OpenBSD__) || defined(__DragonFly__)
/*
 * Keeps the first socket and returns duplicates of it, because OpenBSD's
 * sandbox (pledge(2)) allows no new ones.
 */
int
netwatch_open(void)
{
	static int first = -1;

	if (first == -1)
		first = descriptors_socket(PF_ROUTE, SOCK_RAW);
	return first == -1 ? -1 : fcntl(first, F_DUPFD_CLOEXEC, 0);
}
#else
int
netwatch_open(void)
{
	errno = ENOSYS;
	return -1;
}
#endif

void
netwatch_take(int fd)
{
	char message[512];	/* a longer message is cut */
	ssize_t n;
	int i = 0;

	if (fd == -1)
		return;
	/* ENOBUFS: the kernel dropped messages.  That is a change, too. */
	do
		n = descriptors_read(fd, message, sizeof message);
	while (++i < MESSAGES && (n > 0 || (n == -1 && errno == ENOBUFS)));
}
