/* SPDX-License-Identifier: ISC */
/* For systems without locks of open file descriptions. */
#include "sys/login_lock.h"

#ifndef __linux__
/*
 * Locks that end with their process, whatever else has the file open, are
 * missing here; nobody waits for others, and a full server makes each tunnel
 * wait by itself (supervise/backoff.h).
 */
#include <errno.h>

int
login_lock_open(const char *path)
{
	(void)path;
	errno = ENOSYS;
	return -1;
}

bool
login_lock_try(int fd, int at)
{
	(void)fd;
	(void)at;
	return false;
}

bool
login_lock_wait(int fd, int at)
{
	(void)fd;
	(void)at;
	return false;
}

void
login_lock_free(int fd, int at)
{
	(void)fd;
	(void)at;
}

void
login_lock_read(int fd, char *text, size_t size)
{
	(void)fd;
	if (size > 0)
		*text = '\0';
}

void
login_lock_write(int fd, const char *text, size_t n)
{
	(void)fd;
	(void)text;
	(void)n;
}
#endif
