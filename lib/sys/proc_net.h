/* SPDX-License-Identifier: ISC */
/* Finds out if a process listens, and if an address is free, from proc(5). */
#ifndef SYS_PROC_NET_H
#define SYS_PROC_NET_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Returns 1 if process pid listens on the socket path or, if path is NULL, on
 * port; else 0; or -1 where the system cannot tell (proc(5)).  host limits port
 * to one address if it is numeric; NULL: any address.
 */
int	proc_net(pid_t pid, const char *host, int port, const char *path);

/*
 * Returns the number of sockets of process pid, without descriptors 0 to 2 and
 * without listening sockets; -1 where the system cannot tell.
 */
int	proc_net_others(pid_t pid);

/* A TCP connection that we accepted, and whose client sends nothing more. */
struct proc_net_client {
	int fd;
	bool open;		/* the client has not closed its end */
};

/*
 * Sets open for n clients: a process of this machine still has the other end,
 * which is half closed.  False for other machines, and where the system cannot
 * tell.
 */
void	proc_net_clients(struct proc_net_client *c, size_t n);

/*
 * True if a process could bind to address, numeric, and port now: no process
 * listens there.
 */
int	proc_net_free(const char *address, int port);

#endif
