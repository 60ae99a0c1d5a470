/* SPDX-License-Identifier: ISC */
/* Notices changes of addresses, routes and interfaces. */
#ifndef SYS_NETWATCH_H
#define SYS_NETWATCH_H

/*
 * Notices that this machine's addresses, routes or interfaces changed, without
 * polling.  It does not tell the change: the caller checks what it needs.
 */

/*
 * Returns a non-blocking, close-on-exec descriptor that becomes readable at a
 * change (rtnetlink(7); a route(4) socket).  -1 and errno: this is not
 * possible, and the caller must poll.
 */
int	netwatch_open(void);

/* Reads all messages of fd; the next change makes fd readable again. */
void	netwatch_take(int fd);

#endif
