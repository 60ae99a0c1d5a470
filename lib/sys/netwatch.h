/* SPDX-License-Identifier: ISC */
/* Notices changes of addresses, routes and interfaces. */
#ifndef SYS_NETWATCH_H
#define SYS_NETWATCH_H

/*
 * Notices that this machine's addresses, routes or interfaces changed, without
 * looking again and again.  It does not say what changed: whoever is told
 * looks at what matters to him.
 */

/*
 * A non-blocking, close-on-exec descriptor that becomes readable at a change
 * (rtnetlink(7); a route(4) socket); -1 and errno where that can't be had:
 * then one must look now and then.
 */
int	netwatch_open(void);

/* Takes all that made fd readable; a change after this makes it so again. */
void	netwatch_take(int fd);

#endif
