/* SPDX-License-Identifier: ISC */
/* Finds ssh and our other programs. */
#ifndef SYS_PROGRAM_H
#define SYS_PROGRAM_H

#include <stdbool.h>

/* True if path is a file that we may execute. */
bool	program_is(const char *path);

/*
 * Finds name in $PATH.  Skips files that are this program under another name,
 * and scripts that start it.  Returns an absolute path for free(3); or NULL and
 * errno: ENOENT, or ELOOP if only such files were found.
 */
char	*program_find(const char *name);

/*
 * Finds the program name in the directory of our program, else in dir.  Returns
 * an absolute path for free(3), or NULL.
 */
char	*program_of(const char *name, const char *dir);

/* The same, but falls back to program_find(). */
char	*program_beside(const char *name);

#endif
