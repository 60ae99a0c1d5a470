/* SPDX-License-Identifier: ISC */
/* Replaces a small file as a whole. */
#ifndef SYS_ATOMIC_FILE_H
#define SYS_ATOMIC_FILE_H

#include <sys/types.h>

#include <stddef.h>

/*
 * Replaces name in the directory dir by a file of n bytes; n of 0 removes the
 * file.  Returns 0, or -1.
 */
int	atomic_file_write(int dir, const char *name, const char *text,
	    size_t n);

/*
 * Reads name in dir into text, with a NUL: size - 1 bytes at most.  text is ""
 * if there is no such file, or if it is not a regular file of our user.
 */
void	atomic_file_read(int dir, const char *name, char *text, size_t size);

/* Sets the time of name in dir to now, if the file exists: it is in use. */
void	atomic_file_touch(int dir, const char *name);

/*
 * Makes the file at path hold n bytes.  A regular file is replaced by rename(2)
 * and gets mode.  A symbolic link is followed to the file and stays; a link of
 * another user is refused (EPERM).  A FIFO or a character device gets the bytes
 * by write(2), which waits some seconds at most.  Returns 0, or -1 and errno.
 */
int	atomic_file_replace(const char *path, const char *text, size_t n,
	    mode_t mode);

#endif
