/* SPDX-License-Identifier: ISC */
#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/journal.h"

enum { LINE = 4096 };		/* what does not fit in is cut */

/* Moves a full one away; the lock keeps two writers from doing it twice. */
static bool
journal_rotate(int dir, const char *name, int fd)
{
	struct stat st, at;
	char old[128];

	if (fstat(fd, &st) == -1 || st.st_size < JOURNAL_MOST ||
	    flock(fd, LOCK_EX | LOCK_NB) == -1)
		return false;
	snprintf(old, sizeof old, "%s.1", name);
	return fstatat(dir, name, &at, AT_SYMLINK_NOFOLLOW) == 0 &&
	    at.st_ino == st.st_ino && renameat(dir, name, dir, old) == 0;
}

static int
journal_open(int dir, const char *name)
{
	return openat(dir, name, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC |
	    O_NOFOLLOW | O_NONBLOCK, 0600);
}

/* True if the last line has its end; a full disk may have cut it. */
static bool
journal_whole(int fd, off_t size)
{
	char last = '\n';

	(void)!pread(fd, &last, 1, size - 1);
	return last == '\n';
}

int
journal_append(int dir, const char *name, const char *line, size_t n)
{
	char text[LINE + 2];
	struct stat st;
	ssize_t put;
	size_t from = 0;
	int fd = journal_open(dir, name);

	if (fd != -1 && journal_rotate(dir, name, fd)) {
		close(fd);
		fd = journal_open(dir, name);
	}
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		close(fd);
		errno = EINVAL;
		return -1;
	}
	if (st.st_size > 0 && !journal_whole(fd, st.st_size))
		text[from++] = '\n';
	if (n > LINE - from)
		n = LINE - from;
	memcpy(text + from, line, n);
	text[from + n] = '\n';
	put = descriptors_write(fd, text, from + n + 1);
	close(fd);
	if (put == (ssize_t)(from + n + 1))
		return st.st_size == 0;
	if (put >= 0)
		errno = ENOSPC;
	return -1;
}

/* The end of a file, at most twice of what it should be; its length. */
static size_t
journal_load(const char *path, char *to)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	size_t n = 0;
	struct stat st;
	ssize_t got;

	if (fd == -1)
		return 0;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		if (st.st_size > 2 * JOURNAL_MOST)
			(void)lseek(fd, st.st_size - 2 * JOURNAL_MOST,
			    SEEK_SET);
		while (n < 2 * JOURNAL_MOST && (got = descriptors_read(fd,
		    to + n, 2 * JOURNAL_MOST - n)) > 0)
			n += (size_t)got;
	}
	close(fd);
	return n;
}

char *
journal_read(const char *path)
{
	char old[300], *text = malloc(4 * JOURNAL_MOST + 1);
	size_t n;

	if (text == NULL)
		return NULL;
	snprintf(old, sizeof old, "%s.1", path);
	n = journal_load(old, text);
	n += journal_load(path, text + n);
	text[n] = '\0';
	if (n > 0)
		return text;
	free(text);
	return NULL;
}
