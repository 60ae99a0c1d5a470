/* SPDX-License-Identifier: ISC */
/* By rtnetlink. */
#include "sys/netwatch.h"

#ifdef __linux__
#include <sys/socket.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <unistd.h>

#include "sys/descriptors.h"

int
netwatch_open(void)
{
	/* Links, too: an interface set down loses its routes in silence. */
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
#endif
