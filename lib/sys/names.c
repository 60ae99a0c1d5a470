/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sys/names.h"

static int
family_number(const char *family)
{
	if (family == NULL)
		return AF_UNSPEC;
	return strcmp(family, "inet") == 0 ? AF_INET :
	    strcmp(family, "inet6") == 0 ? AF_INET6 : AF_UNSPEC;
}

static int
ask(const char *name, const char *family, int flags, struct addrinfo **found)
{
	struct addrinfo hints = { .ai_family = family_number(family),
	    .ai_socktype = SOCK_STREAM, .ai_flags = flags };

	return getaddrinfo(name, NULL, &hints, found);
}

char *
names_address(char out[NAMES_HOST], const char *name, const char *family)
{
	struct addrinfo *found;
	bool good;

	/* All other names are not addresses, and getaddrinfo(3) is slow. */
	if (!isdigit((unsigned char)*name) && strpbrk(name, ":%") == NULL)
		return NULL;
	if (ask(name, family, AI_NUMERICHOST, &found) != 0)
		return NULL;
	good = found->ai_next == NULL && getnameinfo(found->ai_addr,
	    found->ai_addrlen, out, NAMES_HOST, NULL, 0, NI_NUMERICHOST) == 0;
	freeaddrinfo(found);
	return good ? out : NULL;
}

char *
names_resolve(char out[NAMES_HOST], const char *name, const char *family,
    const char **why)
{
	struct addrinfo *found;
	int error = ask(name, family, AI_CANONNAME, &found);

	if (error != 0) {
		*why = error == EAI_SYSTEM ? strerror(errno) :
		    gai_strerror(error);
		return NULL;
	}
	snprintf(out, NAMES_HOST, "%s", found->ai_canonname == NULL ? "" :
	    found->ai_canonname);
	freeaddrinfo(found);
	return out;
}

int
names_port(const char *service)
{
	const struct servent *s = getservbyname(service, "tcp");

	return s == NULL ? -1 : ntohs((uint16_t)s->s_port);
}

/* --- networks --- */

struct network {
	int family;
	unsigned char address[16];
	int bits;
};

/* Parses ADDRESS or ADDRESS/BITS of n bytes; false if it is neither. */
static bool
network_parse(struct network *net, const char *text, size_t n)
{
	char copy[80], *slash, *end;
	long most;

	if (n >= sizeof copy)
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	if ((slash = strchr(copy, '/')) != NULL)
		*slash++ = '\0';
	net->family = strchr(copy, ':') != NULL ? AF_INET6 : AF_INET;
	if (inet_pton(net->family, copy, net->address) != 1)
		return false;
	most = net->family == AF_INET ? 32 : 128;
	net->bits = (int)most;
	if (slash == NULL)
		return true;
	net->bits = (int)strtol(slash, &end, 10);
	return isdigit((unsigned char)*slash) && *end == '\0' &&
	    net->bits <= most;
}

static bool
network_holds(const struct network *net, int family,
    const unsigned char *address)
{
	size_t whole = (size_t)net->bits / 8;
	int rest = net->bits % 8;

	return family == net->family &&
	    memcmp(address, net->address, whole) == 0 && (rest == 0 ||
	    ((address[whole] ^ net->address[whole]) >> (8 - rest)) == 0);
}

static bool
network_has(const struct network *net, const struct sockaddr *sa)
{
	const void *address = sa->sa_family == AF_INET ?
	    (const void *)&((const struct sockaddr_in *)(const void *)sa)->
	    sin_addr : (const void *)&((const struct sockaddr_in6 *)
	    (const void *)sa)->sin6_addr;

	return network_holds(net, sa->sa_family, address);
}

/*
 * 1 if the address matches the list; -1 if it matches a negated entry; else 0.
 * -2: the list has an error.
 */
static int
list_has(const char *list, const struct sockaddr *sa)
{
	struct network net;
	int found = 0;
	bool negated;
	size_t n;

	while (*list != '\0') {
		negated = *list == '!';
		list += negated;
		n = strcspn(list, ",");
		if (!network_parse(&net, list, n))
			return -2;
		if (sa != NULL && network_has(&net, sa)) {
			if (negated)
				return -1;
			found = 1;
		}
		list += n + (list[n] == ',');
	}
	return found;
}

int
names_local(const char *networks)
{
	struct ifaddrs *all, *a;
	int found = 0;

	if (list_has(networks, NULL) == -2)
		return -1;
	if (getifaddrs(&all) == -1)
		return 0;
	for (a = all; a != NULL && !found; a = a->ifa_next)
		found = a->ifa_addr != NULL && (a->ifa_flags & IFF_UP) != 0 &&
		    (a->ifa_addr->sa_family == AF_INET ||
		    a->ifa_addr->sa_family == AF_INET6) &&
		    list_has(networks, a->ifa_addr) == 1;
	freeifaddrs(all);
	return found;
}

/* True if no bit of the address is set after the network's bits. */
static bool
network_whole(const struct network *net)
{
	int bit, bits = net->family == AF_INET ? 32 : 128;

	for (bit = net->bits; bit < bits; bit++)
		if (net->address[bit / 8] & (0x80 >> bit % 8))
			return false;
	return true;
}

/* Writes the errors of an entry of n bytes to why, in lines; false: none. */
static bool
entry_bad(const char *list, const char *entry, int n, char why[NAMES_WHY])
{
	static const char who[] = "addr_match_cidr_list";
	struct network net;
	const char *slash = memchr(entry, '/', (size_t)n);

	*why = '\0';
	if (n == 0)
		snprintf(why, NAMES_WHY, "%s: empty entry in list \"%.100s\"",
		    who, list);
	else if (n > INET6_ADDRSTRLEN + 3)
		snprintf(why, NAMES_WHY, "%s: list entry \"%.*s\" too long",
		    who, n < 100 ? n : 100, entry);
	else if ((int)strspn(entry, "0123456789abcdefABCDEF.:/") < n)
		snprintf(why, NAMES_WHY, "%s: list entry \"%.*s\" contains "
		    "invalid characters\nInvalid network entry \"%.*s\"", who,
		    n, entry, n, entry);
	else if (network_parse(&net, entry, (size_t)n) ?
	    !network_whole(&net) : slash != NULL &&
	    network_parse(&net, entry, (size_t)(slash - entry)) &&
	    isdigit((unsigned char)slash[1]))
		snprintf(why, NAMES_WHY, "Inconsistent mask length for "
		    "network \"%.*s\"", n, entry);
	else if (!network_parse(&net, entry, (size_t)n))
		snprintf(why, NAMES_WHY, "Invalid network entry \"%.*s\"", n,
		    entry);
	return *why != '\0';
}

bool
names_well_formed(const char *networks, char why[NAMES_WHY])
{
	size_t n;

	for (;; networks += n + 1) {
		n = strcspn(networks, ",");
		if (entry_bad(networks, networks, (int)n, why))
			return false;
		if (networks[n] == '\0')
			return true;
	}
}

bool
names_within(const char *host, const char *network)
{
	struct network one, net;

	return strchr(host, '/') == NULL &&
	    network_parse(&one, host, strlen(host)) &&
	    network_parse(&net, network, strlen(network)) &&
	    network_holds(&net, one.family, one.address);
}

size_t
names_bytes(const char *host, unsigned char out[16])
{
	if (inet_pton(AF_INET, host, out) == 1)
		return 4;
	return inet_pton(AF_INET6, host, out) == 1 ? 16 : 0;
}
