/* SPDX-License-Identifier: ISC */
/* Children that end with their parent. */
#ifndef SYS_CHILD_H
#define SYS_CHILD_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * In a child: end (SIGKILL) when the process that forked us ends, however it
 * does (prctl(2), PR_SET_PDEATHSIG; elsewhere nothing happens).
 */
void	child_dies_with_parent(void);

/* The same by sig, and at once if parent has ended already. */
void	child_dies_by(int sig, pid_t parent);

/*
 * Waits at most ms for our child pid to end; true, and its status as
 * waitpid(2) has it, if it has.  Its number is then free.
 */
bool	child_ended(pid_t pid, int ms, int *status);

/*
 * From now on orphans below us are our children, not those of process 1 (Linux;
 * elsewhere nothing happens).
 */
void	child_adopt(void);

/*
 * Sends sig to each of our children in our process group, and reaps those that
 * have ended.  Returns how many there still are; 0 where /proc does not tell.
 */
int	child_signal_all(int sig);

#endif
