/* SPDX-License-Identifier: ISC */
/* Locks single bytes of a file that tunnels share. */
#ifndef SYS_LOGIN_LOCK_H
#define SYS_LOGIN_LOCK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Processes of one user share the file, and lock its bytes.  A lock belongs to
 * the open file description (fcntl(2), F_OFD_SETLK), and ends when its last
 * descriptor is closed.  So a child can wait for a lock and get it for its
 * parent.  On systems without these locks login_lock_open() fails.
 */

/*
 * Opens or creates the file, which only our user may access; a close-on-exec
 * descriptor, or -1 and errno.
 */
int	login_lock_open(const char *path);

/* Locks the byte at offset at; false if another process has the lock. */
bool	login_lock_try(int fd, int at);

/* Waits for the lock; false after a signal or an error. */
bool	login_lock_wait(int fd, int at);

/* Releases the lock. */
void	login_lock_free(int fd, int at);

/* The text in the file, of at most size - 1 bytes; "" if there is none. */
void	login_lock_read(int fd, char *text, size_t size);

/* Writes n bytes of text to the file; n must be the same every time. */
void	login_lock_write(int fd, const char *text, size_t n);

#endif
