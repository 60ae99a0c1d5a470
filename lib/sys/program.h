/* SPDX-License-Identifier: ISC */
/* Finds ssh and our other programs. */
#ifndef SYS_PROGRAM_H
#define SYS_PROGRAM_H

#include <stdbool.h>

/* Is there a file at path that we may run? */
bool	program_is(const char *path);

/*
 * Finds name in $PATH, passing over files that are this very program under
 * another name, and scripts that start it.  Returns an absolute path for free(3); or NULL and errno:
 * ENOENT, or ELOOP if all that was found is ourselves.
 */
char	*program_find(const char *name);

/*
 * The program of that name beside ours, else in dir; an absolute path for
 * free(3), or NULL.
 */
char	*program_of(const char *name, const char *dir);

/* The program of that name beside ours, else as program_find() does. */
char	*program_beside(const char *name);

#endif
