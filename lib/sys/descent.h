/* SPDX-License-Identifier: ISC */
#ifndef SYS_DESCENT_H
#define SYS_DESCENT_H

#include <sys/types.h>

#include <stdbool.h>

/*
 * True if ancestor, a child of ours that is not yet reaped, is among the
 * ancestors of pid, each of them older than its child; false where /proc does
 * not tell.
 */
bool	descent_from(pid_t pid, pid_t ancestor);

#endif
