/* SPDX-License-Identifier: ISC */
/* Listens for local clients as ssh does for -L and -D. */
#ifndef SYS_LISTENER_H
#define SYS_LISTENER_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/* The addresses of one forward: at most one IPv4 and one IPv6. */
#define LISTENER_MOST 2

#define LISTENER_TEXT 64

/* Where a forward listens, as ssh reads it. */
struct listener_where {
	const char *host;	/* numeric; "localhost"; "*" or "": all
				   addresses; NULL: gateway decides */
	int port;
	bool gateway;		/* GatewayPorts */
	int family;		/* AddressFamily: AF_UNSPEC: both */
	const char *path;	/* or a socket; NULL: a port */
	mode_t mask;		/* StreamLocalBindMask */
	bool unlinks;		/* StreamLocalBindUnlink */
	bool stale;		/* removes a socket where nobody listens */
};

/* Begins as { .fd = { -1, -1 } }. */
struct listener {
	int fd[LISTENER_MOST];	/* or -1 */
	bool lacks[LISTENER_MOST];	/* the address is in use by another
					   process */
	int error;		/* errno of an address without listener, or 0 */
	char failed[LISTENER_TEXT];	/* that address; "": the path */
	dev_t device;		/* of the socket's file */
	ino_t inode;
};

/*
 * Listens at each address where it does not listen yet.  Returns the number of
 * addresses at which it listens; 0: l->error says why not.  An address that
 * this machine does not have at all does not matter if there is another.
 */
int	listener_open(struct listener *l, const struct listener_where *w);

/* True if ssh and listener_open() need no name service for the host. */
bool	listener_knows(const char *host);

/*
 * Accepts a client; a non-blocking descriptor, or -1 and errno.  tcp: sends
 * small packets at once, as ssh.
 */
int	listener_accept(int fd, bool tcp);

/* Closes a client's connection with a reset. */
void	listener_reset(int client);

/* Closes all, and removes the socket's file if it is ours. */
void	listener_close(struct listener *l, const struct listener_where *w);

#endif
