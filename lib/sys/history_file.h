/* SPDX-License-Identifier: ISC */
/* Appends lines to a file of limited size, and reads them. */
#ifndef SYS_HISTORY_FILE_H
#define SYS_HISTORY_FILE_H

#include <stddef.h>

/*
 * Several processes may append lines to the file at the same time.  At
 * HISTORY_FILE_MOST bytes the file is renamed to NAME.1, which it replaces.
 * Appended lines are kept even if the writer is killed.
 */

#define HISTORY_FILE_MOST 65536

/*
 * Appends n bytes and a newline to name in dir.  Returns 0; 1 if they are the
 * first of a new file; or -1 and errno.
 */
int	history_file_append(int dir, const char *name, const char *line,
	    size_t n);

/*
 * Returns the text of NAME.1 and then of name in dir, with a NUL, for free(3);
 * NULL if there is none.  Reads only regular files of the user uid.
 */
char	*history_file_read(int dir, const char *name, long uid);

#endif
