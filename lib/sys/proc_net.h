/* SPDX-License-Identifier: ISC */
/* Whether a process listens, and whether an address is free, by proc(5). */
#ifndef SYS_PROC_NET_H
#define SYS_PROC_NET_H

#include <sys/types.h>

/*
 * Does the process listen on that port, or on the socket that path is?  host
 * narrows it to an address, if it is one; NULL: any.  path may be NULL, and
 * then port counts.  Returns 1, 0, or -1 where the system does not tell
 * (proc(5)).
 */
int	proc_net(pid_t pid, const char *host, int port, const char *path);

/*
 * How many sockets the process has, but for 0 to 2 and those that listen; -1
 * where the system does not tell.
 */
int	proc_net_others(pid_t pid);

/*
 * True if that address, a number, and port could be bound now: nobody listens
 * there.
 */
int	proc_net_free(const char *address, int port);

#endif
