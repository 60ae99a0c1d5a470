/* SPDX-License-Identifier: ISC */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/registry.h"
#include "sys/rundir.h"
#include "sys/userdirs.h"

enum {
	USERS = 4096,		/* most accounts that root looks at */
	NAMES = 1000000,	/* most names read of a system directory */
	SPARES = 4,		/* most PREFIXuid.XXXXXX of one user */
	MOST = 512,		/* most files of another user's directory */
	READ = 8192		/* most names read of it */
};

/* --- one directory --- */

/* Opens path below dir, without following a symlink in any part of it. */
static int
open_below(int dir, const char *path)
{
	char part[256];
	size_t n;
	int fd;

	for (; dir != -1 && *path != '\0'; path += n + strspn(path + n, "/")) {
		n = strcspn(path, "/");
		snprintf(part, sizeof part, "%.*s", (int)n, path);
		fd = openat(dir, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW |
		    O_NONBLOCK | O_CLOEXEC);
		close(dir);
		dir = fd;
	}
	return dir;
}

int
userdirs_open(const struct userdir *d)
{
	char base[256];
	struct stat st;
	int fd;

	snprintf(base, sizeof base, "%.*s", (int)d->trusted, d->path);
	fd = open(base, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (d->path[d->trusted] != '\0')
		fd = open_below(fd, d->path + d->trusted + 1);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && (long)st.st_uid == d->uid &&
	    (st.st_mode & 022) == 0)
		return fd;
	close(fd);
	errno = EPERM;
	return -1;
}

int
userdirs_file(int dir, const char *name, long uid)
{
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    (long)st.st_uid == uid)
		return fd;
	close(fd);
	errno = EPERM;
	return -1;
}

static bool
ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

int
userdirs_each(const struct userdir *d, const char *end,
    void (*found)(void *arg, int dir, const char *name), void *arg)
{
	size_t read = 0, n = 0;
	struct dirent *e;
	bool more = false;
	int fd = userdirs_open(d);
	DIR *dir;

	if (fd == -1)
		return -1;
	if ((dir = fdopendir(fd)) == NULL) {
		close(fd);
		return -1;
	}
	while (!more && (e = readdir(dir)) != NULL) {
		if (!d->own && (++read > READ || n >= MOST))
			more = true;
		else if (ends_in(e->d_name, end)) {
			found(arg, fd, e->d_name);
			n++;
		}
	}
	closedir(dir);
	errno = more ? EOVERFLOW : 0;
	return more ? -1 : 0;
}

/* --- all directories --- */

static struct userdir *
userdirs_room(struct userdirs *u)
{
	size_t room = 2 * u->room + 16;
	struct userdir *more;

	if (u->n < u->room)
		return &u->dir[u->n];
	if ((more = realloc(u->dir, room * sizeof *more)) == NULL)
		return NULL;
	u->dir = more;
	u->room = room;
	return &u->dir[u->n];
}

/* Adds base with below, if the directory exists and uid owns it. */
static void
userdirs_add(struct userdirs *u, long uid, const char *base,
    const char *below)
{
	struct userdir *d = userdirs_room(u);
	char path[256];
	int fd;

	if (d == NULL || base[0] != '/' || snprintf(path, sizeof path,
	    "%s%s%s", base, *below == '\0' ? "" : "/", below) >=
	    (int)sizeof path)
		return;
	*d = (struct userdir){ .path = path, .trusted = strlen(base),
	    .uid = uid, .own = uid == (long)geteuid() };
	if ((fd = userdirs_open(d)) == -1) {
		if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
			u->error = errno;
		return;
	}
	close(fd);
	if ((d->path = strdup(path)) != NULL)
		u->n++;
}

static void
userdirs_own(struct userdirs *u)
{
	long uid = (long)geteuid();
	char path[256];
	size_t k;
	int i;

	if (registry_home(path, sizeof path))
		userdirs_add(u, uid, path, "");
	else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		u->error = errno;
	for (i = 0; rundir_base(i, path, sizeof path); i++) {
		for (k = 0; k < u->n && strcmp(u->dir[k].path, path) != 0; k++)
			;
		if (k == u->n)
			userdirs_add(u, uid, path, "");
	}
}

/* Adds the directories of one user, for root. */
static void
userdirs_user(struct userdirs *u, long uid)
{
	char below[64];

	if (uid == (long)geteuid())
		return;
	snprintf(below, sizeof below, "%ld/sshp", uid);
	userdirs_add(u, uid, "/run/user", below);
	snprintf(below, sizeof below, "sshp-%ld", uid);
	userdirs_add(u, uid, "/tmp", below);
	userdirs_add(u, uid, "/dev/shm", below);
}

/* Adds one PREFIXuid.XXXXXX; a limit stops a user from hiding others' ones. */
static void
userdirs_spare(struct userdirs *u, long uid, const char *path,
    const char *name)
{
	size_t i, n = 0;

	for (i = 0; i < u->n; i++)
		n += u->dir[i].uid == uid &&
		    strchr(strrchr(u->dir[i].path, '/'), '.') != NULL;
	if (n < SPARES)
		userdirs_add(u, uid, path, name);
	else
		u->error = EOVERFLOW;
}

/* Finds users without an account by DIR/PREFIXuid and DIR/PREFIXuid.XXXXXX. */
static void
userdirs_named(struct userdirs *u, const char *path, const char *prefix)
{
	size_t i, n = strlen(prefix);
	DIR *d = opendir(path);
	struct dirent *e;
	char *end;
	long uid;

	for (i = 0; d != NULL && i < NAMES && (e = readdir(d)) != NULL; i++) {
		if (strncmp(e->d_name, prefix, n) != 0)
			continue;
		errno = 0;
		uid = strtol(e->d_name + n, &end, 10);
		if (end == e->d_name + n || errno != 0 || uid < 0 ||
		    uid == (long)geteuid())
			continue;
		if (*end == '\0')
			userdirs_user(u, uid);
		else if (*end == '.')
			userdirs_spare(u, uid, path, e->d_name);
	}
	if (i == NAMES)
		u->error = EOVERFLOW;
	if (d != NULL)
		closedir(d);
}

static int
by_path(const void *a, const void *b)
{
	const struct userdir *x = a, *y = b;

	if (x->uid != y->uid)
		return x->uid < y->uid ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Sorts by uid, and removes duplicates. */
static void
userdirs_sort(struct userdirs *u, size_t from)
{
	size_t i, n = from;

	if (u->n > from)
		qsort(u->dir + from, u->n - from, sizeof *u->dir, by_path);
	for (i = from; i < u->n; i++) {
		if (n > from && by_path(&u->dir[n - 1], &u->dir[i]) == 0)
			free(u->dir[i].path);
		else
			u->dir[n++] = u->dir[i];
	}
	u->n = n;
}

void
userdirs_find(struct userdirs *u, bool all)
{
	const struct passwd *pw;
	size_t own;
	int i;

	*u = (struct userdirs){ .n = 0 };
	userdirs_own(u);
	if (!all || geteuid() != 0)
		return;
	own = u->n;
	setpwent();
	for (i = 0; i < USERS && (pw = getpwent()) != NULL; i++) {
		if (pw->pw_uid == geteuid())
			continue;
		userdirs_add(u, (long)pw->pw_uid, pw->pw_dir,
		    ".local/state/sshp");
		userdirs_user(u, (long)pw->pw_uid);
	}
	endpwent();
	userdirs_named(u, "/run/user", "");
	userdirs_named(u, "/tmp", "sshp-");
	userdirs_named(u, "/dev/shm", "sshp-");
	userdirs_sort(u, own);
}

void
userdirs_free(struct userdirs *u)
{
	size_t i;

	for (i = 0; i < u->n; i++)
		free(u->dir[i].path);
	free(u->dir);
	*u = (struct userdirs){ .n = 0 };
}
