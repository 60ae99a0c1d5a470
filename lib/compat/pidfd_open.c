/* SPDX-License-Identifier: ISC */
#include "compat/compat.h"

#if !HAVE_PIDFD
#include <errno.h>
#ifdef __linux__
#include <sys/syscall.h>
/* Linux 5.3; the same number on every architecture. */
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
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
#else
typedef int pidfd_open_is_in_libc;
#endif
