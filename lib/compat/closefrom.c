/* SPDX-License-Identifier: ISC */
#include "compat/compat.h"

#if !HAVE_CLOSEFROM
#ifdef __linux__
#include <sys/syscall.h>
#endif

/* Linux 5.9; the same number on every architecture. */
#if defined(__linux__) && !defined(SYS_close_range)
#define SYS_close_range 436
#endif

void
closefrom(int low)
{
	long fd, most = sysconf(_SC_OPEN_MAX);

#ifdef __linux__
	if (syscall(SYS_close_range, (unsigned)low, ~0U, 0U) == 0)
		return;
#endif
	if (most < 0 || most > 65536)
		most = 65536;
	for (fd = low; fd < most; fd++)
		close((int)fd);
}
#else
typedef int closefrom_is_in_libc;
#endif
