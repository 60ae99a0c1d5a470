/* SPDX-License-Identifier: ISC */
/* Waits until a file appears or disappears (inotify(7)). */
#ifndef SYS_FILEWATCH_H
#define SYS_FILEWATCH_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Returns a descriptor that becomes readable when a file appears in the
 * directory of path.  -1: this is not possible, and the caller must poll.
 */
int	filewatch_open(const char *path);

/*
 * Returns a descriptor that becomes readable when a file disappears: a file in
 * directory, directory itself, or one of the n other files or directories.  -1:
 * this is not possible.  Missing others are skipped.  A directory that many
 * processes share belongs among the others, because each file that disappears
 * from directory wakes all its watchers.
 */
int	filewatch_losses(const char *directory, const char *const *other,
	    int n);

/*
 * Returns a descriptor that becomes readable when a file in one of the n
 * directories is written to, made or renamed.  -1: this is not possible.
 */
int	filewatch_appends(const char *const *directory, int n);

/* Reads the events of fd, so that fd is no longer readable. */
void	filewatch_take(int fd);

/*
 * Returns a number, not 0, if path is a socket now: the same number for the
 * same socket.  0: there is no socket at path.
 */
uint64_t	filewatch_socket(const char *path);

#endif
