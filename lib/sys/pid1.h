/* SPDX-License-Identifier: ISC */
/* Runs the program in a child and reaps orphans, if we are process 1. */
#ifndef SYS_PID1_H
#define SYS_PID1_H

/*
 * As process 1, of a container for one, we would be left with every orphan,
 * and they would stay as zombies.  Then the caller goes on in a child, and
 * process 1 buries the dead, passes on signals that tell us to end or to try
 * again, and exits as that child does.  Returns 0, or -1 and errno.
 */
int	pid1_step_aside(void);

#endif
