/* SPDX-License-Identifier: ISC */
/* For systems that do not tell. */
#include "sys/netwatch.h"

#if !defined(__linux__) && !defined(__APPLE__) && !defined(__FreeBSD__) && \
    !defined(__NetBSD__) && !defined(__OpenBSD__) && !defined(__DragonFly__)
#include <errno.h>

int
netwatch_open(void)
{
	errno = ENOSYS;
	return -1;
}
#endif
