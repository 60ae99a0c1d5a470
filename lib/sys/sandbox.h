/* SPDX-License-Identifier: ISC */
/* Enters the sandbox of the guard, in two steps. */
#ifndef SYS_SANDBOX_H
#define SYS_SANDBOX_H

/*
 * The guard gives up system calls for good, in two steps.  So an attacker who
 * exploits it with bytes from the network can do little.  A forbidden call
 * fails with EPERM (OpenBSD: ENOSYS) and does not kill the process.  Later
 * children inherit the sandbox; earlier children do not.
 */

/*
 * The first step, in which the guard resolves names and connects.  The guard
 * can no longer execute programs, write files or accept connections.
 * 0, or -1 and errno: ENOSYS where the system has no suitable sandbox.
 */
int	sandbox_dial(void);

/*
 * The second step.  The guard can read and write open descriptors, read /proc,
 * signal our ssh and write to syslog.  It can no longer start processes or make
 * TCP connections.  Returns as sandbox_dial().
 */
int	sandbox_relay(void);

#endif
