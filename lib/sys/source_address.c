/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/socket.h>

#include <net/if.h>
#include <netinet/in.h>

#include <errno.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <stdbool.h>
#include <string.h>

#include "base/qos.h"
#include "sys/resolve.h"
#include "sys/source_address.h"

/* True for an address that reaches only this machine, or this link. */
static bool
source_address_near(const struct sockaddr *sa)
{
	const struct sockaddr_in *in = (const void *)sa;
	const struct sockaddr_in6 *in6 = (const void *)sa;

	if (sa->sa_family == AF_INET)
		return in->sin_addr.s_addr == htonl(INADDR_LOOPBACK);
	return IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr) ||
	    IN6_IS_ADDR_LINKLOCAL(&in6->sin6_addr);
}

/* As ssh: an address of the interface that reaches far, else a near one. */
static const struct sockaddr *
source_address_of(const struct ifaddrs *all, const char *interface, int family)
{
	const struct ifaddrs *a;
	int near;

	for (near = 0; near < 2; near++)
		for (a = all; a != NULL; a = a->ifa_next)
			if (a->ifa_addr != NULL &&
			    (a->ifa_flags & IFF_UP) != 0 &&
			    a->ifa_addr->sa_family == family &&
			    strcmp(a->ifa_name, interface) == 0 &&
			    (near == 1 || !source_address_near(a->ifa_addr)))
				return a->ifa_addr;
	return NULL;
}

static int
source_address_interface(struct address *out, const char *interface, int family,
    struct oops *o)
{
	const struct sockaddr *found;
	struct ifaddrs *all;

	if (getifaddrs(&all) == -1)
		return oops(o, "getifaddrs: %s: %s", interface,
		    strerror(errno));
	if ((found = source_address_of(all, interface, family)) != NULL) {
		out->len = family == AF_INET ? sizeof(struct sockaddr_in) :
		    sizeof(struct sockaddr_in6);
		memcpy(out, found, out->len);
	}
	freeifaddrs(all);
	errno = EADDRNOTAVAIL;
	return found != NULL ? 0 : oops(o,
	    "getifaddrs: %s: no suitable addresses", interface);
}

static int
source_address_address(struct address *out, const char *text, int family,
    struct oops *o)
{
	struct addrinfo hints = {
		.ai_family = family, .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICHOST,
	}, *found;
	int error = getaddrinfo(text, NULL, &hints, &found);

	if (error != 0) {
		errno = EADDRNOTAVAIL;
		return oops(o, "getaddrinfo: %s: %s", text,
		    gai_strerror(error));
	}
	out->len = found->ai_addrlen;
	memcpy(out, found->ai_addr, found->ai_addrlen);
	freeaddrinfo(found);
	return 0;
}

/* Ignores errors: sshp connects even if the kernel rejects the class. */
static void
source_address_class(int fd, int family, int qos)
{
	if (qos == QOS_NONE)
		return;
	if (family == AF_INET)
		(void)setsockopt(fd, IPPROTO_IP, IP_TOS, &qos, sizeof qos);
	else
		(void)setsockopt(fd, IPPROTO_IPV6, IPV6_TCLASS, &qos,
		    sizeof qos);
}

int
source_address_set(const struct source_address *s, int fd, int family,
    struct oops *o)
{
	char text[ADDRESS_TEXT];
	struct address a;
	int error;

	source_address_class(fd, family, s->qos);
	if (s->interface == NULL && s->address == NULL)
		return 0;
	if ((s->interface != NULL ?
	    source_address_interface(&a, s->interface, family, o) :
	    source_address_address(&a, s->address, family, o)) == -1)
		return -1;
	if (bind(fd, &a.sa, a.len) == 0)
		return 0;
	error = errno;
	oops(o, "bind %s: %s", address_text(&a, text), strerror(error));
	errno = error;
	return -1;
}
