/* SPDX-License-Identifier: ISC */
#include "compat/compat.h"

#if !HAVE_PIDFD
#include <errno.h>
#ifdef __linux__
#include <sys/syscall.h>
/* Linux 5.3 and 5.1; the same numbers on every architecture. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#endif

int
pidfd_open(pid_t pid, unsigned int flags)
{
#ifdef __linux__
	return (int)syscall(SYS_pidfd_open, pid, flags);
#else
	(void)pid;
	(void)flags;
	errno = ENOSYS;
	return -1;
#endif
}

int
pidfd_send_signal(int fd, int sig, void *info, unsigned int flags)
{
#ifdef __linux__
	return (int)syscall(SYS_pidfd_send_signal, fd, sig, info, flags);
#else
	(void)fd;
	(void)sig;
	(void)info;
	(void)flags;
	errno = ENOSYS;
	return -1;
#endif
}
#else
typedef int pidfd_is_in_libc;
#endif
