/* SPDX-License-Identifier: ISC */
/* The sandbox of the guard, in two steps. */
#ifndef SYS_SANDBOX_H
#define SYS_SANDBOX_H

/*
 * What a program gives up for good, in two steps, so that bytes from the
 * network can do little with it should it ever be tricked.  What is given up
 * answers EPERM (OpenBSD: ENOSYS); nobody is killed for it.  Children begun later inherit it,
 * those begun before do not.
 */

/*
 * For as long as names are resolved and connections made: nothing is
 * executed, no file is written, no stranger's connection is taken.
 * 0, or -1 and errno: ENOSYS where the system has no such thing for us.
 */
int	sandbox_dial(void);

/*
 * For the rest: what is open is read and written, /proc is read, our own ssh
 * is signalled, syslog is told.  No process is started, no TCP connection
 * made.  As above.
 */
int	sandbox_relay(void);

#endif
