/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/socket.h>

#ifdef __linux__
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#endif

#include <net/if.h>
#include <netinet/in.h>

#include <errno.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <string.h>
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

/* --- the route --- */

/* Turns an IPv4-mapped IPv6 address (::ffff:192.0.2.1) into IPv4. */
static void
undress(struct address *a)
{
	const struct sockaddr_in6 six = a->in6;
	struct sockaddr_in four = { .sin_family = AF_INET };

	if (a->sa.sa_family != AF_INET6 ||
	    !IN6_IS_ADDR_V4MAPPED(&six.sin6_addr))
		return;
	four.sin_port = six.sin6_port;
	memcpy(&four.sin_addr, six.sin6_addr.s6_addr + 12, 4);
	a->in = four;
	a->len = sizeof four;
}

/* True if the addresses are the same; ports and zones do not matter. */
static bool
equal(const struct sockaddr *a, const struct address *b)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;

	if (a == NULL || a->sa_family != b->sa.sa_family)
		return false;
	if (a->sa_family == AF_INET) {
		memcpy(&four, a, sizeof four);
		return four.sin_addr.s_addr == b->in.sin_addr.s_addr;
	}
	memcpy(&six, a, sizeof six);
	return memcmp(&six.sin6_addr, &b->in6.sin6_addr,
	    sizeof six.sin6_addr) == 0;
}

static int
route_interface(struct route *r)
{
	struct ifaddrs *list, *i;

	if (getifaddrs(&list) == -1)
		return -1;
	for (i = list; i != NULL; i = i->ifa_next) {
		if (!equal(i->ifa_addr, &r->mine))
			continue;
		r->here = true;
		if ((i->ifa_flags & IFF_UP) && (i->ifa_flags & IFF_RUNNING))
			r->carrier = true;
	}
	freeifaddrs(list);
	return 0;
}

/* Binds the probe to the interface that the socket is bound to. */
static void
bind_as(int fd, int sock)
{
#ifdef SO_BINDTODEVICE
	char name[IF_NAMESIZE];
	socklen_t len = sizeof name;

	if (getsockopt(sock, SOL_SOCKET, SO_BINDTODEVICE, name, &len) == 0 &&
	    len > 0)
		(void)setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, name, len);
#else
	(void)fd;
	(void)sock;
#endif
}

/* True if error means no route; other errors mean that we may not ask. */
static bool
unreachable(int error)
{
	return error == ENETUNREACH || error == EHOSTUNREACH ||
	    error == ENETDOWN || error == EADDRNOTAVAIL;
}

/* Finds the kernel's source address: connect(2) of UDP sends no packet. */
static int
route_choice(int sock, const struct address *peer, struct route *r)
{
	int fd = socket(peer->sa.sa_family, SOCK_DGRAM, 0), error = 0;

	if (fd == -1)
		return -1;
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	bind_as(fd, sock);
	r->chosen.len = ADDRESS_MOST;
	if (connect(fd, &peer->sa, peer->len) == -1 ||
	    getsockname(fd, &r->chosen.sa, &r->chosen.len) == -1)
		error = errno;
	close(fd);
	r->any = error == 0;
	r->same = r->any && equal(&r->chosen.sa, &r->mine);
	errno = error;
	return r->any || unreachable(error) ? 0 : -1;
}

int
route_look(int sock, struct route *r)
{
	struct address peer = { .len = ADDRESS_MOST };

	*r = (struct route){ .mine.len = ADDRESS_MOST };
	if (getsockname(sock, &r->mine.sa, &r->mine.len) == -1 ||
	    getpeername(sock, &peer.sa, &peer.len) == -1)
		return -1;
	undress(&r->mine);
	undress(&peer);
	if (r->mine.sa.sa_family != AF_INET &&
	    r->mine.sa.sa_family != AF_INET6) {
		errno = EAFNOSUPPORT;
		return -1;
	}
	return route_interface(r) == -1 ? -1 : route_choice(sock, &peer, r);
}
