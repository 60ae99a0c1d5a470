/* SPDX-License-Identifier: ISC */
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/history_file.h"
#include "sys/userdirs.h"

/* Renames a full file; a lock stops two writers from doing this twice. */
static bool
history_file_rotate(int dir, const char *name, int fd)
{
	struct stat st, at;
	char old[128];

	if (fstat(fd, &st) == -1 || st.st_size < HISTORY_FILE_MOST ||
	    flock(fd, LOCK_EX | LOCK_NB) == -1)
		return false;
	snprintf(old, sizeof old, "%s.1", name);
	return fstatat(dir, name, &at, AT_SYMLINK_NOFOLLOW) == 0 &&
	    at.st_ino == st.st_ino && renameat(dir, name, dir, old) == 0;
}

static int
history_file_open(int dir, const char *name)
{
	return openat(dir, name, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW | O_NONBLOCK, 0600);
}

/* True if the last line ends in a newline; a full disk may have cut it. */
static bool
history_file_whole(int fd, off_t size)
{
	char last = '\n';

	(void)!pread(fd, &last, 1, size - 1);
	return last == '\n';
}

/* Writes in one call, so that lines of two writers do not mix; 0, or -1. */
static int
history_file_line(int fd, bool whole, const char *line, size_t n)
{
	static char end[] = "\n";
	struct iovec part[] = { { end, whole ? 0 : 1 },
	    { (char *)(size_t)line, n }, { end, 1 } };
	ssize_t put = writev(fd, part, 3);

	if (put >= 0 && (size_t)put < part[0].iov_len + n + 1)
		errno = ENOSPC;
	return put == (ssize_t)(part[0].iov_len + n + 1) ? 0 : -1;
}

int
history_file_append(int dir, const char *name, const char *line, size_t n)
{
	struct stat st;
	int put, error;
	int fd = history_file_open(dir, name);

	if (fd != -1 && history_file_rotate(dir, name, fd)) {
		close(fd);
		fd = history_file_open(dir, name);
	}
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	put = history_file_line(fd, st.st_size == 0 ||
	    history_file_whole(fd, st.st_size), line, n);
	error = errno;
	close(fd);
	errno = error;
	return put == 0 ? st.st_size == 0 : -1;
}

/* Reads the last 2 * HISTORY_FILE_MOST bytes of a file; their number. */
static size_t
history_file_load(int dir, const char *name, long uid, char *to)
{
	int fd = userdirs_file(dir, name, uid);
	size_t n = 0;
	struct stat st;
	ssize_t got;

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == 0 && st.st_size > 2 * HISTORY_FILE_MOST)
		(void)lseek(fd, st.st_size - 2 * HISTORY_FILE_MOST, SEEK_SET);
	while (n < 2 * HISTORY_FILE_MOST && (got = descriptors_read(fd, to + n,
	    2 * HISTORY_FILE_MOST - n)) > 0)
		n += (size_t)got;
	close(fd);
	return n;
}

char *
history_file_read(int dir, const char *name, long uid)
{
	char old[128], *text = malloc(4 * HISTORY_FILE_MOST + 1);
	size_t n;

	if (text == NULL)
		return NULL;
	snprintf(old, sizeof old, "%s.1", name);
	n = history_file_load(dir, old, uid, text);
	n += history_file_load(dir, name, uid, text + n);
	text[n] = '\0';
	if (n > 0)
		return text;
	free(text);
	return NULL;
}
