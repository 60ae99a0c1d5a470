/* SPDX-License-Identifier: ISC */
/* Appends lines to a file of limited size. */
#ifndef SYS_HISTORY_FILE_H
#define SYS_HISTORY_FILE_H

#include <stddef.h>

/*
 * A file that lines are appended to, several processes if need be.  When it
 * has grown to HISTORY_FILE_MOST bytes it becomes NAME.1, whose place it takes.
 * What was appended survives any end of the writer.
 */

#define HISTORY_FILE_MOST 65536

/*
 * Appends n bytes and a newline to name in dir.  Returns 0; 1 if a new file was
 * begun with them; or -1 and errno.
 */
int	history_file_append(int dir, const char *name, const char *line,
	    size_t n);

/*
 * All that is there of name in dir, the older first, for free(3), with a NUL
 * behind; NULL if there is nothing.  Only regular files of the user uid are
 * read.
 */
char	*history_file_read(int dir, const char *name, long uid);

#endif
