/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "sys/login_lock.h"

#ifdef __linux__
int
login_lock_open(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC, 0600);
	struct stat st;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid() && (st.st_mode & 077) == 0 &&
	    st.st_nlink == 1)
		return fd;
	close(fd);
	errno = EPERM;
	return -1;
}

static int
lock_do(int fd, int how, short type, int at)
{
	struct flock l = { .l_type = type, .l_whence = SEEK_SET,
	    .l_start = at, .l_len = 1 };

	return fcntl(fd, how, &l);
}

bool
login_lock_try(int fd, int at)
{
	return lock_do(fd, F_OFD_SETLK, F_WRLCK, at) == 0;
}

bool
login_lock_wait(int fd, int at)
{
	return lock_do(fd, F_OFD_SETLKW, F_WRLCK, at) == 0;
}

void
login_lock_free(int fd, int at)
{
	(void)lock_do(fd, F_OFD_SETLK, F_UNLCK, at);
}

void
login_lock_read(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n < 0 ? 0 : n] = '\0';
}

void
login_lock_write(int fd, const char *text, size_t n)
{
	(void)!pwrite(fd, text, n, 0);
}
#else
/*
 * On other systems a lock ends when its process closes any descriptor of the
 * file.  So tunnels do not wait for each other here.  Each tunnel waits alone
 * for a full server (supervise/backoff.h).
 */
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
