/* SPDX-License-Identifier: ISC */
/* Declares functions that a libc may lack. */
#ifndef COMPAT_COMPAT_H
#define COMPAT_COMPAT_H

/*
 * Each function has a file of its own here, which is empty if the libc has the
 * function.  "make probes" finds out by compiling.
 */

#include <sys/types.h>

#include <stdlib.h>
#include <unistd.h>

#include "probes.h"

#if HAVE_PIDFD
#include <sys/pidfd.h>
#else
/* pidfd_open(2), pidfd_send_signal(2); ENOSYS where the kernel lacks them. */
int	pidfd_open(pid_t pid, unsigned int flags);
int	pidfd_send_signal(int fd, int sig, void *info, unsigned int flags);
#endif

#if !HAVE_CLOSEFROM
/* closefrom(3): closes all descriptors from low on. */
void	closefrom(int low);
#endif

#if !HAVE_EXPLICIT_BZERO
/* explicit_bzero(3): wipes a secret; the compiler cannot leave the call out. */
void	explicit_bzero(void *from, size_t n);
#endif

#if !HAVE_STRTONUM
/*
 * strtonum(3): returns the decimal number in text if it is from least to most;
 * else 0, with "invalid", "too small" or "too large" in *why.
 */
long long	strtonum(const char *text, long long least, long long most,
		    const char **why);
#endif

#endif
