/* SPDX-License-Identifier: ISC */
/* Waits until a file appears or disappears, as ssh's control socket does. */
#ifndef SYS_FILEWATCH_H
#define SYS_FILEWATCH_H

#include <stdbool.h>
#include <stdint.h>

/* Waits for a file to appear in a directory, or to go (inotify(7)). */

/*
 * A descriptor that becomes readable when something appears in the directory
 * of path, or -1 where that can't be had: then one must look again and again.
 */
int	filewatch_open(const char *path);

/*
 * A descriptor that becomes readable when something goes from directory, or it
 * goes as a whole, or one of the n others does, directories or files; -1 where
 * that can't be had.  Those that are not there are passed over.  What many
 * share must be among the others: each of them is woken by all that goes from
 * directory.
 */
int	filewatch_losses(const char *directory, const char *const *other,
	    int n);

/* Takes what made fd readable. */
void	filewatch_take(int fd);

/*
 * Not 0 if path is there now, and is a socket: the same number for as long as
 * it is the same one.
 */
uint64_t	filewatch_socket(const char *path);

#endif
