/* SPDX-License-Identifier: ISC */
/* Ends children with their parent, waits for them and signals them. */
#ifndef SYS_CHILD_H
#define SYS_CHILD_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * Call this in a child: the kernel kills the child (SIGKILL) when its parent
 * ends for any reason (prctl(2), PR_SET_PDEATHSIG).  Does nothing on other
 * systems.
 */
void	child_dies_with_parent(void);

/* The same with sig; sig comes at once if parent has already ended. */
void	child_dies_by(int sig, pid_t parent);

/*
 * Waits at most ms for our child pid to end.  Returns true if the child ended,
 * with its status as of waitpid(2); the child is then reaped.
 */
bool	child_ended(pid_t pid, int ms, int *status);

/*
 * Makes this process the parent of orphaned descendants, in place of process 1
 * (Linux).  Does nothing on other systems.
 */
void	child_adopt(void);

/*
 * Sends sig to each of our children in our process group, and reaps those that
 * have ended.  Returns the number that still run; 0 if /proc cannot tell.
 */
int	child_signal_all(int sig);

/*
 * Returns how many generations pid is below ancestor, a child of ours that is
 * not yet reaped; 0 if pid is not a descendant, or if /proc cannot tell.  Each
 * process on the way must be older than its child, because pids are reused.
 */
int	child_generation(pid_t pid, pid_t ancestor);

#endif
