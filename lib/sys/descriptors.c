/* SPDX-License-Identifier: ISC */
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stddef.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/descriptors.h"

/* null_held is at least this, because other code expects low descriptors. */
enum { ABOVE = 16 };

static int null_held = -1;

void
descriptors_hold_null(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null == -1)
		return;
	null_held = fcntl(null, F_DUPFD_CLOEXEC, ABOVE);
	close(null);
}

int
descriptors_null(int fd)
{
	int null;

	if (null_held != -1)
		return dup2(null_held, fd) == -1 ? -1 : 0;
	null = open("/dev/null", O_RDWR);
	if (null == -1)
		return -1;
	if (null == fd)
		return 0;
	if (dup2(null, fd) == -1) {
		close(null);
		return -1;
	}
	return close(null);
}

/*
 * Moves *keep to the first descriptor after 2.  Returns the lowest descriptor
 * to close, or -1 and errno.
 */
static int
descriptors_lay(int *keep)
{
	enum { PLACE = STDERR_FILENO + 1 };

	if (*keep == -1)
		return PLACE;
	if (*keep != PLACE && dup2(*keep, PLACE) == -1)
		return -1;
	*keep = PLACE;
	(void)fcntl(PLACE, F_SETFD, FD_CLOEXEC);
	return PLACE + 1;
}

int
descriptors_complete(int *fd, int *keep)
{
	int from;

	for (*fd = 0; *fd <= 2; ++*fd)
		if (fcntl(*fd, F_GETFD) == -1 && descriptors_null(*fd) == -1)
			return -1;
	if ((from = descriptors_lay(keep)) == -1)
		return -1;
	closefrom(from);
	return 0;
}

int
descriptors_sanitise(int *fd)
{
	int none = -1;

	for (*fd = 0; *fd <= 1; ++*fd)
		if (fcntl(*fd, F_GETFD) == -1)
			return -1;
	return descriptors_complete(fd, &none);
}

int
descriptors_null_fd(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	return fd == -1 ? 0 : fd;
}

bool
descriptors_is_pipe(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISFIFO(st.st_mode);
}

int
descriptors_nonblock(int fd)
{
	struct stat st;
	int flags;

	if (fstat(fd, &st) == -1)
		return -1;
	if (!S_ISFIFO(st.st_mode) && !S_ISSOCK(st.st_mode))
		return 0;
	if ((flags = fcntl(fd, F_GETFL)) == -1)
		return -1;
	return fcntl(fd, F_SETFL, flags | O_NONBLOCK) == -1 ? -1 : 0;
}

/* Sets the flags separately, because macOS has no SOCK_CLOEXEC. */
int
descriptors_socket(int family, int type)
{
	int fd = socket(family, type, 0), error;

	if (fd == -1 || (fcntl(fd, F_SETFD, FD_CLOEXEC) != -1 &&
	    fcntl(fd, F_SETFL, O_NONBLOCK) != -1))
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* The limit before descriptors_raise(); 0: it was not raised. */
static rlim_t limit_before;

long
descriptors_limit(void)
{
	struct rlimit r;

	if (limit_before != 0)
		return (long)limit_before;
	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		return 256;
	return r.rlim_cur > INT_MAX ? INT_MAX : (long)r.rlim_cur;
}

void
descriptors_restore(void)
{
	struct rlimit r;

	if (limit_before == 0 || getrlimit(RLIMIT_NOFILE, &r) == -1)
		return;
	r.rlim_cur = limit_before;
	(void)setrlimit(RLIMIT_NOFILE, &r);
}

long
descriptors_raise(long n)
{
	const rlim_t want = (rlim_t)n;
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) == -1)
		return 256;
	if (r.rlim_cur < want) {
		if (limit_before == 0)
			limit_before = r.rlim_cur;
		r.rlim_cur = r.rlim_max < want ? r.rlim_max : want;
		(void)setrlimit(RLIMIT_NOFILE, &r);
		(void)getrlimit(RLIMIT_NOFILE, &r);
	}
	return r.rlim_cur < want ? (long)r.rlim_cur : n;
}

int
descriptors_pipe(int fd[2])
{
	if (pipe(fd) == -1)
		return -1;
	fcntl(fd[0], F_SETFD, FD_CLOEXEC);
	fcntl(fd[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

void
descriptors_enlarge(int fd, int bytes)
{
#ifdef F_SETPIPE_SZ
	(void)fcntl(fd, F_SETPIPE_SZ, bytes);
#else
	(void)fd;
	(void)bytes;
#endif
}

ssize_t
descriptors_read(int fd, void *to, size_t n)
{
	ssize_t r;

	while ((r = read(fd, to, n)) == -1 && errno == EINTR)
		;
	return r;
}

ssize_t
descriptors_write(int fd, const void *from, size_t n)
{
	ssize_t r;

	while ((r = write(fd, from, n)) == -1 && errno == EINTR)
		;
	return r;
}

/* --- splice(2) --- */

#ifdef __linux__
ssize_t
descriptors_splice(int in, int out, size_t n)
{
	ssize_t r;

	while ((r = splice(in, NULL, out, NULL, n, SPLICE_F_NONBLOCK)) ==
	    -1 && errno == EINTR)
		;
	return r;
}
#else
ssize_t
descriptors_splice(int in, int out, size_t n)
{
	(void)in;
	(void)out;
	(void)n;
	errno = EINVAL;
	return -1;
}
#endif
