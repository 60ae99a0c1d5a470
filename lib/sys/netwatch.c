/* SPDX-License-Identifier: ISC */
#include <errno.h>

#include "sys/descriptors.h"
#include "sys/netwatch.h"

void
netwatch_take(int fd)
{
	char message[8192];

	/* ENOBUFS: more changed than was kept for us.  It did change. */
	while (fd != -1 && (descriptors_read(fd, message,
	    sizeof message) > 0 || errno == ENOBUFS))
		;
}
