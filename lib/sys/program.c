/* SPDX-License-Identifier: ISC */
#include <sys/types.h>
#include <sys/stat.h>
#if defined(__FreeBSD__) || defined(__DragonFly__) || defined(__NetBSD__)
#include <sys/sysctl.h>
#elif defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <paths.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/program.h"

/* The path of this program's file; 0, or -1 where the system cannot tell. */
#if defined(__linux__)
static int
program_self(char path[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);

	if (n <= 0)
		return -1;
	path[n] = '\0';
	return 0;
}
#elif defined(__FreeBSD__) || defined(__DragonFly__) || defined(__NetBSD__)
static int
program_self(char path[PATH_MAX])
{
#ifdef __NetBSD__
	const int mib[] = { CTL_KERN, KERN_PROC_ARGS, -1, KERN_PROC_PATHNAME };
#else
	const int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1 };
#endif
	size_t n = PATH_MAX;

	return sysctl(mib, 4, path, &n, NULL, 0);
}
#elif defined(__APPLE__)
static int
program_self(char path[PATH_MAX])
{
	uint32_t n = PATH_MAX;

	return _NSGetExecutablePath(path, &n);
}
#else
static int
program_self(char path[PATH_MAX])
{
	(void)path;
	return -1;
}
#endif

static bool
program_runs(const char *path, struct stat *st)
{
	return stat(path, st) == 0 && S_ISREG(st->st_mode) &&
	    access(path, X_OK) == 0;
}

bool
program_is(const char *path)
{
	struct stat st;

	return program_runs(path, &st);
}

static bool
program_is_self(const struct stat *st)
{
	char path[PATH_MAX];
	struct stat self;

	return program_self(path) == 0 && stat(path, &self) == 0 &&
	    self.st_dev == st->st_dev && self.st_ino == st->st_ino;
}

/*
 * True if the file is a script that starts sshp.  If the user calls such a
 * script "ssh", sshp and the script would start each other forever.  sshpass is
 * a different program.
 */
static bool
program_means_us(const char *path)
{
	static const char us[] = "sshp";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char text[4096], *at = text;
	ssize_t n;

	if (fd == -1)
		return false;
	n = descriptors_read(fd, text, sizeof text - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	if (strncmp(text, "#!", 2) != 0)
		return false;
	while ((at = strstr(at, us)) != NULL) {
		at += sizeof us - 1;
		if (*at == '\0' || (!isalnum((unsigned char)*at) &&
		    strchr("_-.", *at) == NULL))
			return true;
	}
	return false;
}

/* dir/name as an absolute path; dir is n bytes of $PATH.  NULL: none. */
static char *
program_path(const char *dir, size_t n, const char *name)
{
	char cwd[PATH_MAX] = "", *path = NULL;

	if (n == 0 || *dir != '/') {
		if (getcwd(cwd, sizeof cwd) == NULL)
			return NULL;
		strncat(cwd, "/", sizeof cwd - strlen(cwd) - 1);
	}
	if (asprintf(&path, "%s%.*s/%s", cwd, (int)n, dir, name) == -1)
		return NULL;
	return path;
}

char *
program_find(const char *name)
{
	const char *dir = getenv("PATH"), *end;
	int error = ENOENT;
	struct stat st;
	char *path;

	if (dir == NULL)
		dir = _PATH_STDPATH;
	for (;; dir = end + 1) {
		end = dir + strcspn(dir, ":");
		path = program_path(dir, (size_t)(end - dir), name);
		if (path != NULL && program_runs(path, &st)) {
			if (!program_is_self(&st) && !program_means_us(path))
				return path;
			error = ELOOP;
		}
		free(path);
		if (*end == '\0')
			break;
	}
	errno = error;
	return NULL;
}

/* The program dir/name, dir has n bytes; NULL: there is none. */
static char *
program_in(const char *dir, size_t n, const char *name)
{
	char *path = program_path(dir, n, name);

	if (path != NULL && program_is(path))
		return path;
	free(path);
	return NULL;
}

/* The program name in the directory of our program; NULL: there is none. */
static char *
program_near(const char *name)
{
	char self[PATH_MAX], *slash;

	if (program_self(self) == -1 || (slash = strrchr(self, '/')) == NULL)
		return NULL;
	return program_in(self, (size_t)(slash - self), name);
}

char *
program_of(const char *name, const char *dir)
{
	char *path = program_near(name);

	return path != NULL ? path : program_in(dir, strlen(dir), name);
}

char *
program_beside(const char *name)
{
	char *path = program_near(name);

	return path != NULL ? path : program_find(name);
}
