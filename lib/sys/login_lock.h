/* SPDX-License-Identifier: ISC */
/* Locks single bytes of a file that tunnels share. */
#ifndef SYS_LOGIN_LOCK_H
#define SYS_LOGIN_LOCK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Locks on the bytes of a file that processes of one user share: they belong to
 * the open file description (fcntl(2), F_OFD_SETLK), end with its last
 * descriptor, and a child that waits for one gets it for its parent.  Where
 * there are none, no file can be opened.
 */

/*
 * Opens the file, or makes it, if it is ours alone; a close-on-exec
 * descriptor, or -1 and errno.
 */
int	login_lock_open(const char *path);

/* Locks the byte at, unless another has; true if it is ours now. */
bool	login_lock_try(int fd, int at);

/* Waits for it; false if a signal came first, or an error. */
bool	login_lock_wait(int fd, int at);

void	login_lock_free(int fd, int at);

/* The text in the file, of at most size - 1 bytes; "" if there is none. */
void	login_lock_read(int fd, char *text, size_t size);

/* Replaces it by the n bytes of text, always as many. */
void	login_lock_write(int fd, const char *text, size_t n);

#endif
