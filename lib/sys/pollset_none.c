/* SPDX-License-Identifier: ISC */
/* pollset.h for systems without epoll(7): there is no set. */
#include "sys/pollset.h"

#ifndef __linux__
#include <errno.h>

int
pollset_open(void)
{
	errno = ENOSYS;
	return -1;
}

int
pollset_watch(int set, int fd, unsigned was, unsigned events, uint64_t key)
{
	(void)set;
	(void)fd;
	(void)was;
	(void)events;
	(void)key;
	errno = ENOSYS;
	return -1;
}

size_t
pollset_take(int set, struct pollset_event *out, size_t n)
{
	(void)set;
	(void)out;
	(void)n;
	return 0;
}
#endif
