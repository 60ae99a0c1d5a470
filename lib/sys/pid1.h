/* SPDX-License-Identifier: ISC */
/* Runs the program in a child and reaps orphans, if we are process 1. */
#ifndef SYS_PID1_H
#define SYS_PID1_H

/*
 * Process 1, for example of a container, becomes the parent of every orphan,
 * and must reap them.  If we are process 1, this function returns in a child.
 * Process 1 itself reaps orphans, passes on signals that tell us to end or to
 * retry, and exits with the child's status.  Returns 0, or -1 and errno.
 */
int	pid1_step_aside(void);

#endif
