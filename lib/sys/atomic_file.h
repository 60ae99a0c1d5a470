/* SPDX-License-Identifier: ISC */
/* Replaces a small file as a whole. */
#ifndef SYS_ATOMIC_FILE_H
#define SYS_ATOMIC_FILE_H

#include <sys/types.h>

#include <stddef.h>

/* A small file that is replaced as a whole. */

/* Puts n bytes into name in the directory dir; none: removes it.  0, or -1. */
int	atomic_file_write(int dir, const char *name, const char *text,
	    size_t n);

/*
 * What is in it, with a NUL; "" if there is none, or it is no plain file of
 * ours.
 */
void	atomic_file_read(int dir, const char *name, char *text, size_t size);

/* Sets the time of name in dir, if it is there: the file is in use. */
void	atomic_file_touch(int dir, const char *name);

/*
 * Has the file at path hold n bytes, with that mode.  A regular file is
 * replaced in one move, where it really is if path is a symbolic link; one of
 * another user's is not followed (EPERM).  Into a FIFO or a character device
 * they are written, with a wait of seconds at most.  0, or -1 and errno.
 */
int	atomic_file_replace(const char *path, const char *text, size_t n,
	    mode_t mode);

#endif
