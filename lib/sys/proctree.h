/* SPDX-License-Identifier: ISC */
/* Finds out if a process is a descendant of another. */
#ifndef SYS_PROCTREE_H
#define SYS_PROCTREE_H

#include <sys/types.h>

/*
 * Returns how many generations pid is below ancestor, a child of ours that is
 * not yet reaped; 0 if pid is not a descendant, or if /proc cannot tell.  Each
 * process on the way must be older than its child, because pids are reused.
 */
int	proctree_from(pid_t pid, pid_t ancestor);

#endif
