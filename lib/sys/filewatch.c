/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>
#ifdef __linux__
#include <sys/inotify.h>
#endif

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/filewatch.h"

#ifdef __APPLE__
#define st_ctim st_ctimespec
#endif

enum { READS = 16 };		/* most reads in a turn of the loop */

#ifdef __linux__
int
filewatch_open(const char *path)
{
	const char *slash = strrchr(path, '/');
	char dir[256];
	int fd;

	if (slash == NULL || snprintf(dir, sizeof dir, "%.*s",
	    (int)(slash - path) + 1, path) >= (int)sizeof dir)
		return -1;
	if ((fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) == -1)
		return -1;
	if (inotify_add_watch(fd, dir, IN_CREATE | IN_MOVED_TO) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

int
filewatch_losses(const char *directory, const char *const *other, int n)
{
	int i, fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	if (fd != -1)
		(void)inotify_add_watch(fd, directory, IN_DELETE |
		    IN_MOVED_FROM | IN_DELETE_SELF | IN_MOVE_SELF);
	/* An open file is not deleted, only its link count changes. */
	for (i = 0; i < n && fd != -1; i++)
		(void)inotify_add_watch(fd, other[i], IN_ATTRIB |
		    IN_DELETE_SELF | IN_MOVE_SELF);
	return fd;
}

int
filewatch_appends(const char *const *directory, int n)
{
	int i, fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

	for (i = 0; i < n && fd != -1; i++)
		(void)inotify_add_watch(fd, directory[i], IN_MODIFY |
		    IN_CREATE | IN_MOVED_TO);
	return fd;
}
#else
int
filewatch_open(const char *path)
{
	(void)path;
	return -1;
}

int
filewatch_losses(const char *directory, const char *const *other, int n)
{
	(void)directory;
	(void)other;
	(void)n;
	return -1;
}

int
filewatch_appends(const char *const *directory, int n)
{
	(void)directory;
	(void)n;
	return -1;
}
#endif

void
filewatch_take(int fd)
{
	char text[4096];	/* an event has less than 300 bytes */
	int i;

	/* A socket may be in /tmp, where any user can cause events forever. */
	for (i = 0; i < READS && descriptors_read(fd, text, sizeof text) > 0;
	    i++)
		;
}

uint64_t
filewatch_socket(const char *path)
{
	struct stat st;

	if (stat(path, &st) == -1 || !S_ISSOCK(st.st_mode))
		return 0;
	return ((uint64_t)st.st_ino << 32 ^ (uint64_t)st.st_ctim.tv_nsec ^
	    (uint64_t)st.st_ctim.tv_sec) | 1;
}
