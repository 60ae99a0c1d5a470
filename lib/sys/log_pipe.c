/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/log_pipe.h"

enum {	/* ssh's own descriptors start at 3: it closes all above 2 at start */
	FIRST = 3,
	LAST = 9
};

#ifdef __linux__
void
log_pipe_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct stat log, st;
	char name[256];
	int fd, flags;

	if (slash == NULL || snprintf(name, sizeof name, "%.*s/log",
	    (int)(slash - path), path) >= (int)sizeof name ||
	    stat(name, &log) == -1 || !S_ISFIFO(log.st_mode))
		return;
	for (fd = FIRST; fd <= LAST; fd++)
		if (fstat(fd, &st) == 0 && st.st_dev == log.st_dev &&
		    st.st_ino == log.st_ino &&
		    (flags = fcntl(fd, F_GETFL)) != -1)
			(void)fcntl(fd, F_SETFL, flags | O_DIRECT);
}

/* The open flags of descriptor fd (proc_pid_fdinfo(5)); 0: not known. */
static unsigned
log_pipe_flags(pid_t pid, int fd)
{
	char name[64], text[512], *line;
	unsigned flags = 0;
	ssize_t n;
	int info;

	snprintf(name, sizeof name, "/proc/%ld/fdinfo/%d", (long)pid, fd);
	if ((info = open(name, O_RDONLY | O_CLOEXEC)) == -1)
		return 0;
	n = descriptors_read(info, text, sizeof text - 1);
	close(info);
	text[n < 0 ? 0 : n] = '\0';
	line = strstr(text, "flags:");
	return line != NULL && sscanf(line, "flags: %o", &flags) == 1 ?
	    flags : 0;
}

bool
log_pipe_parted(pid_t pid, const char *path)
{
	struct stat log, st;
	char name[64];
	int fd;

	if (stat(path, &log) == -1)
		return false;
	for (fd = FIRST; fd <= LAST; fd++) {
		snprintf(name, sizeof name, "/proc/%ld/fd/%d", (long)pid, fd);
		if (stat(name, &st) == 0 && st.st_dev == log.st_dev &&
		    st.st_ino == log.st_ino)
			return (log_pipe_flags(pid, fd) & O_DIRECT) != 0;
	}
	return false;
}
#else
void
log_pipe_part(const char *path)
{
	(void)path;
}

bool
log_pipe_parted(pid_t pid, const char *path)
{
	(void)pid;
	(void)path;
	return false;
}
#endif
