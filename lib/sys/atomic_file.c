/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/atomic_file.h"
#include "sys/descriptors.h"

enum {
	LINKS = 8,		/* symbolic links followed */
	TIMEOUT = 5000		/* timeout for a full FIFO or device, ms */
};

int
atomic_file_write(int dir, const char *name, const char *text, size_t n)
{
	char draft[100];
	ssize_t written;
	int fd;

	if (n == 0)
		return unlinkat(dir, name, 0) == 0 || errno == ENOENT ? 0 : -1;
	snprintf(draft, sizeof draft, "%s.new", name);
	(void)unlinkat(dir, draft, 0);
	fd = openat(dir, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return -1;
	written = descriptors_write(fd, text, n);
	close(fd);
	if (written != (ssize_t)n || renameat(dir, draft, dir, name) == -1) {
		(void)unlinkat(dir, draft, 0);
		return -1;
	}
	return 0;
}

void
atomic_file_read(int dir, const char *name, char *text, size_t size)
{
	struct stat st;
	ssize_t n = 0;
	int fd = openat(dir, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd != -1 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid())
		n = descriptors_read(fd, text, size - 1);
	if (fd != -1)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
}

void
atomic_file_touch(int dir, const char *name)
{
	(void)utimensat(dir, name, NULL, AT_SYMLINK_NOFOLLOW);
}

/* --- files named by a path --- */

/* Follows one symbolic link, which root or we must own; 0, or -1 and errno. */
static int
atomic_file_step(char path[PATH_MAX], const struct stat *st)
{
	char to[PATH_MAX], *leaf = strrchr(path, '/');
	ssize_t n = readlink(path, to, sizeof to - 1);

	if (n == -1)
		return -1;
	to[n] = '\0';
	if (st->st_uid != 0 && st->st_uid != geteuid())
		errno = EPERM;
	else if ((size_t)(leaf == NULL ? 0 : leaf + 1 - path) + (size_t)n >=
	    PATH_MAX)
		errno = ENAMETOOLONG;
	else {
		snprintf(to[0] == '/' || leaf == NULL ? path : leaf + 1,
		    (size_t)n + 1, "%s", to);
		return 0;
	}
	return -1;
}

/*
 * Replaces path by the target of its symbolic links.  The target may not exist
 * yet.  *plain: the target is a file to replace.  Links of /proc are not
 * followed, because their text is not a path.
 */
static int
atomic_file_follow(char path[PATH_MAX], bool *plain)
{
	struct stat st;
	int i;

	for (i = 0; i < LINKS; i++) {
		*plain = true;
		if (lstat(path, &st) == -1)
			return errno == ENOENT ? 0 : -1;
		*plain = S_ISREG(st.st_mode);
		if (!S_ISLNK(st.st_mode) || strncmp(path, "/proc/", 6) == 0)
			return 0;
		if (atomic_file_step(path, &st) == -1)
			return -1;
	}
	errno = ELOOP;
	return -1;
}

/* Writes to an existing device, FIFO or open file of /proc; 0 or -1. */
static int
atomic_file_into(const char *path, const char *text, size_t n)
{
	bool proc = strncmp(path, "/proc/", 6) == 0;
	int fd = open(path, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC |
	    (proc ? 0 : O_NOFOLLOW));
	struct pollfd out = { .fd = fd, .events = POLLOUT };
	int error = 0;
	struct stat st;
	ssize_t put;

	if (fd == -1)
		return -1;
	/* Another process has just put a regular file here. */
	if (fstat(fd, &st) == -1 || S_ISBLK(st.st_mode) ||
	    (S_ISREG(st.st_mode) && !proc))
		error = EPERM;
	while (n > 0 && error == 0) {
		put = descriptors_write(fd, text, n);
		if (put >= 0) {
			text += put;
			n -= (size_t)put;
		} else if (errno != EAGAIN)
			error = errno;
		else if (poll(&out, 1, TIMEOUT) == 0)
			error = ETIMEDOUT;
	}
	close(fd);
	errno = error;
	return error == 0 ? 0 : -1;
}

/* Replaces the file at path by rename(2); 0, or -1 and errno. */
static int
atomic_file_move(const char *path, const char *text, size_t n, mode_t mode)
{
	char draft[PATH_MAX + 8];
	ssize_t written;
	int fd, error;

	snprintf(draft, sizeof draft, "%s.XXXXXX", path);
	if ((fd = mkstemp(draft)) == -1)
		return -1;
	(void)fchmod(fd, mode);
	errno = ENOSPC;
	written = descriptors_write(fd, text, n);
	if (close(fd) == 0 && written == (ssize_t)n &&
	    rename(draft, path) == 0)
		return 0;
	error = errno;
	(void)unlink(draft);
	errno = error;
	return -1;
}

int
atomic_file_replace(const char *path, const char *text, size_t n, mode_t mode)
{
	char at[PATH_MAX];
	bool plain;

	if (strlen(path) >= sizeof at) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(at, path, strlen(path) + 1);
	if (atomic_file_follow(at, &plain) == -1)
		return -1;
	return plain ? atomic_file_move(at, text, n, mode) :
	    atomic_file_into(at, text, n);
}
