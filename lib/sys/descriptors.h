/* SPDX-License-Identifier: ISC */
/* Checks descriptors 0 to 2, makes pipes, reads and writes. */
#ifndef SYS_DESCRIPTORS_H
#define SYS_DESCRIPTORS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Checks that 0 and 1 are open, opens /dev/null as 2 if 2 is closed, and closes
 * all descriptors above 2.  Returns 0, or -1 with errno and the descriptor that
 * failed in *fd.
 */
int	descriptors_sanitise(int *fd);

/*
 * The same, but 0 and 1 become /dev/null, too, if they are closed.  *keep,
 * unless it is -1, stays open under a new number and is close-on-exec.
 */
int	descriptors_complete(int *fd, int *keep);

/* Replaces fd by /dev/null; 0, or -1 and errno. */
int	descriptors_null(int fd);

/* Opens /dev/null for a descriptors_null() inside the sandbox (sandbox.h). */
void	descriptors_hold_null(void);

/* Opens /dev/null, close-on-exec; the descriptor, or 0 if that fails. */
int	descriptors_null_fd(void);

/* True if fd is a pipe. */
bool	descriptors_is_pipe(int fd);

/*
 * Makes fd non-blocking if it is a pipe or a socket.  Terminals and files stay
 * as they are, because other processes share their flags.  0, or -1 and errno.
 */
int	descriptors_nonblock(int fd);

/*
 * Makes a socket (socket(2), protocol 0), close-on-exec and non-blocking; the
 * descriptor, or -1 and errno.
 */
int	descriptors_socket(int family, int type);

/* Makes a pipe, both ends close-on-exec; 0, or -1 and errno. */
int	descriptors_pipe(int fd[2]);

/*
 * Sets the pipe's buffer to bytes.  The buffer stays as it is if the kernel
 * cannot change it or refuses.
 */
void	descriptors_enlarge(int fd, int bytes);

/*
 * Raises the limit of descriptors of this process to n, as far as allowed.
 * Returns the limit.
 */
long	descriptors_raise(long n);

/* The limit before descriptors_raise(), which programs expect. */
long	descriptors_limit(void);

/* In a child, before it runs a program: sets that limit again. */
void	descriptors_restore(void);

/* read(2) and write(2), repeated after EINTR. */
ssize_t	descriptors_read(int fd, void *to, size_t n);
ssize_t	descriptors_write(int fd, const void *from, size_t n);

/*
 * Moves up to n bytes from in to out with splice(2), without a copy in our
 * memory.  in or out must be a pipe.  Returns the number of bytes, 0 at the end
 * of in; or -1 and errno.  EAGAIN: in is empty or out is full.  EINVAL: not
 * possible with these descriptors, or on this system.
 */
ssize_t	descriptors_splice(int in, int out, size_t n);

#endif
