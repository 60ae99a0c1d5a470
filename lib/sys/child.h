/* SPDX-License-Identifier: ISC */
#ifndef SYS_CHILD_H
#define SYS_CHILD_H

#include <sys/types.h>

/*
 * In a child: end (SIGKILL) when the process that forked us ends, however it
 * does (prctl(2), PR_SET_PDEATHSIG; elsewhere nothing happens).
 */
void	child_dies_with_parent(void);

/* The same by sig, and at once if parent has ended already. */
void	child_dies_by(int sig, pid_t parent);

#endif
