/* SPDX-License-Identifier: ISC */
#include <errno.h>

#include "sys/descriptors.h"
#include "sys/netwatch.h"

enum { MESSAGES = 64 };		/* in a turn of the loop, at most */

void
netwatch_take(int fd)
{
	char message[512];	/* the rest of a longer one is dropped */
	ssize_t n;
	int i = 0;

	if (fd == -1)
		return;
	/* ENOBUFS: more changed than was kept for us.  It did change. */
	do
		n = descriptors_read(fd, message, sizeof message);
	while (++i < MESSAGES && (n > 0 || (n == -1 && errno == ENOBUFS)));
}
