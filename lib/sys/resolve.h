/* SPDX-License-Identifier: ISC */
/* Runs getaddrinfo(3) in a child. */
#ifndef SYS_RESOLVE_H
#define SYS_RESOLVE_H

#include <sys/socket.h>
#include <sys/types.h>

#include <netinet/in.h>
#include <stddef.h>

/*
 * An address of the Internet, IPv4 or IPv6.  A guard keeps many of them for as
 * long as it lives; those of sockaddr_storage would be four times as large.
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

/* What getaddrinfo(3) found. */
struct resolved {
	int gai;		/* 0, or an EAI_ code */
	int error;		/* errno where gai is EAI_SYSTEM */
	size_t n;
	struct address addr[RESOLVE_MAX];
};

/*
 * A name on its way to addresses.  getaddrinfo(3) may block for minutes, so
 * it runs in a child that owns nothing but one end of a pipe.
 */
struct resolve {
	pid_t child;		/* 0: nobody is asking */
	int fd;			/* readable when the answer is there, or -1 */
};

/*
 * Numeric hosts are answered at once, without a child: 1, *out is filled.
 * For others a child begins to ask: 0.  Or -1 and errno.
 * family is AF_UNSPEC, AF_INET or AF_INET6; port a number or service name.
 */
int	resolve_open(struct resolve *r, const char *host, const char *port,
	    int family, struct resolved *out);

/* Takes the child's answer once r->fd is readable; 0, or -1 and errno. */
int	resolve_take(struct resolve *r, struct resolved *out);

/* Ends the child if it is still asking. */
void	resolve_close(struct resolve *r);

#endif
