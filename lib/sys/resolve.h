/* SPDX-License-Identifier: ISC */
/* Runs getaddrinfo(3) in a child. */
#ifndef SYS_RESOLVE_H
#define SYS_RESOLVE_H

#include <sys/socket.h>
#include <sys/types.h>

#include <netinet/in.h>
#include <stddef.h>

/*
 * An IPv4 or IPv6 address.  A guard keeps many of them as long as it runs, and
 * a sockaddr_storage would be four times as large.
 */
struct address {
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	};
	socklen_t len;
};

#define ADDRESS_MOST sizeof(struct sockaddr_in6)

#define ADDRESS_TEXT 64

/* Writes the address without its port; returns out. */
char	*address_text(const struct address *a, char out[ADDRESS_TEXT]);

#define RESOLVE_MAX 64

/* The result of getaddrinfo(3). */
struct resolved {
	int gai;		/* 0, or an EAI_ code */
	int error;		/* errno where gai is EAI_SYSTEM */
	size_t n;
	struct address addr[RESOLVE_MAX];
};

/*
 * A lookup that is running.  getaddrinfo(3) may block for minutes, so it runs
 * in a child that has only one end of a pipe.
 */
struct resolve {
	pid_t child;		/* 0: no lookup is running */
	int fd;			/* readable when the answer is there, or -1 */
};

/*
 * Returns 1 and fills *out at once if host is numeric.  Otherwise starts a
 * child for the lookup, and returns 0; or -1 and errno.  family is AF_UNSPEC,
 * AF_INET or AF_INET6; port is a number or a service name.
 */
int	resolve_open(struct resolve *r, const char *host, const char *port,
	    int family, struct resolved *out);

/* Takes the child's answer once r->fd is readable; 0, or -1 and errno. */
int	resolve_take(struct resolve *r, struct resolved *out);

/* Ends the child if the lookup still runs. */
void	resolve_close(struct resolve *r);

#endif
