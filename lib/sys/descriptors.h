/* SPDX-License-Identifier: ISC */
/* Checks descriptors 0 to 2, makes pipes, reads and writes. */
#ifndef SYS_DESCRIPTORS_H
#define SYS_DESCRIPTORS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Makes sure that 0 and 1 are open and 2 is something (/dev/null if it was
 * closed), and closes whatever was leaked above.  Returns 0, or -1 with errno
 * and the guilty descriptor in *fd.
 */
int	descriptors_sanitise(int *fd);

/*
 * The same, where 0 and 1 may be /dev/null as well; *keep, unless it is -1,
 * stays open as another descriptor, and is ours alone.
 */
int	descriptors_complete(int *fd, int *keep);

/* Opens /dev/null as fd, in place of whatever fd was; 0, or -1 and errno. */
int	descriptors_null(int fd);

/* For a descriptors_null() after files cannot be opened any more (sandbox.h). */
void	descriptors_hold_null(void);

/* Opens /dev/null, close-on-exec; fd, or 0 if that can't be. */
int	descriptors_null_fd(void);

/* True if fd is a pipe. */
bool	descriptors_is_pipe(int fd);

/*
 * Makes fd non-blocking if it is a pipe or a socket; terminals and files,
 * whose flags others share, stay as they are.  Returns 0, or -1 and errno.
 */
int	descriptors_nonblock(int fd);

/*
 * A socket (socket(2), its own protocol), close-on-exec and non-blocking; or
 * -1 and errno.
 */
int	descriptors_socket(int family, int type);

/* A pipe, both ends close-on-exec; 0, or -1 and errno. */
int	descriptors_pipe(int fd[2]);

/*
 * Asks for a larger pipe buffer, bytes.  A kernel that has none, or grants
 * none, changes nothing.
 */
void	descriptors_enlarge(int fd, int bytes);

/* read(2) and write(2) that are not interrupted by signals. */
ssize_t	descriptors_read(int fd, void *to, size_t n);
ssize_t	descriptors_write(int fd, const void *from, size_t n);

#endif
