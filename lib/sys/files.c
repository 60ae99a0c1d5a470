/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/files.h"

/* Reads fd until its end, into a growing buffer; NULL and errno. */
static char *
files_slurp(int fd, size_t *len)
{
	size_t room = 0;
	char *text = NULL, *more;
	ssize_t n = 1;

	for (*len = 0; n > 0; *len += (size_t)n) {
		if (room - *len < 2) {
			room = 2 * room + 2048;
			if ((more = realloc(text, room)) == NULL)
				break;
			text = more;
		}
		n = descriptors_read(fd, text + *len, room - *len - 1);
		if (n <= 0)
			break;
	}
	if (n != 0) {
		free(text);
		return NULL;
	}
	text[*len] = '\0';
	return text;
}

/* False for a pipe or a device, which may have no end or never send a byte. */
static bool
files_ends(const struct stat *st)
{
	struct stat null;

	if (S_ISREG(st->st_mode) || S_ISDIR(st->st_mode))
		return true;
	return S_ISCHR(st->st_mode) && stat("/dev/null", &null) == 0 &&
	    null.st_rdev == st->st_rdev;
}

/* As files_slurp(), but a directory counts as empty. */
static char *
files_text(int fd, const struct stat *st, size_t *len)
{
	*len = 0;
	return S_ISDIR(st->st_mode) ? calloc(1, 1) : files_slurp(fd, len);
}

/*
 * A pipe is not opened, because that would wake its writer, and the text for
 * ssh would be lost.
 */
char *
files_read(const char *path, size_t *len, struct files_owner *owner,
    int *error)
{
	char *text = NULL;
	struct stat st;
	int fd = -1;

	errno = ESPIPE;
	if (stat(path, &st) == 0 && files_ends(&st))
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd != -1 && fstat(fd, &st) == 0) {
		errno = ESPIPE;
		if (files_ends(&st))
			text = files_text(fd, &st, len);
		*owner = (struct files_owner){ st.st_uid, st.st_gid,
		    st.st_mode & 07777 };
	}
	*error = errno;
	if (fd != -1)
		close(fd);
	return text;
}

/* True if the group has the owner as its only member. */
static bool
files_private(const struct files_owner *o)
{
	struct group *g = getgrgid(o->gid);
	const struct passwd *pw;
	char first[64] = "";
	bool more, other = false;
	int members = 0;

	if (g == NULL)
		return false;
	more = g->gr_mem[0] != NULL && g->gr_mem[1] != NULL;
	if (g->gr_mem[0] != NULL)
		snprintf(first, sizeof first, "%s", g->gr_mem[0]);
	setpwent();
	while ((pw = getpwent()) != NULL)
		if (pw->pw_gid == o->gid) {
			members++;
			other = other || pw->pw_uid != o->uid;
		}
	endpwent();
	if (first[0] != '\0') {
		members++;
		pw = getpwnam(first);
		other = other || pw == NULL || pw->pw_uid != o->uid;
	}
	return members > 0 && !more && !other;
}

bool
files_trusted(const struct files_owner *o, bool private_groups)
{
	if (o->uid != 0 && o->uid != getuid())
		return false;
	if ((o->mode & S_IWOTH) != 0)
		return false;
	return (o->mode & S_IWGRP) == 0 ||
	    (private_groups && files_private(o));
}

/* Without HOME, "~" is the home of the passwd file, as in ssh's own glob(3). */
static int
files_tilde(const char *pattern, glob_t *g)
{
	const struct passwd *pw;
	char *path;
	int status;

	if (pattern[0] != '~' || (pattern[1] != '/' && pattern[1] != '\0') ||
	    getenv("HOME") != NULL || (pw = getpwuid(getuid())) == NULL)
		return glob(pattern, GLOB_TILDE, NULL, g);
	if (asprintf(&path, "%s%s", pw->pw_dir, pattern + 1) == -1)
		return GLOB_NOSPACE;
	status = glob(path, 0, NULL, g);
	free(path);
	return status;
}

char **
files_glob(const char *pattern)
{
	char **path = NULL;
	glob_t g;
	size_t i;

	if (files_tilde(pattern, &g) != 0)
		return NULL;
	if ((path = calloc(g.gl_pathc + 1, sizeof *path)) != NULL)
		for (i = 0; i < g.gl_pathc; i++)
			if ((path[i] = strdup(g.gl_pathv[i])) == NULL)
				break;
	globfree(&g);
	return path;
}
