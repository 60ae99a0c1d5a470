/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/note.h"

int
note_write(int dir, const char *name, const char *text, size_t n)
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
note_read(int dir, const char *name, char *text, size_t size)
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
note_touch(int dir, const char *name)
{
	(void)utimensat(dir, name, NULL, AT_SYMLINK_NOFOLLOW);
}
