/* SPDX-License-Identifier: ISC */
/* Whether a process is a descendant of another. */
#ifndef SYS_PROCTREE_H
#define SYS_PROCTREE_H

#include <sys/types.h>

/*
 * How many generations pid is below ancestor, a child of ours that is not yet
 * reaped, each of them older than its child; 0 if it is not, or /proc does not
 * tell.
 */
int	proctree_from(pid_t pid, pid_t ancestor);

#endif
