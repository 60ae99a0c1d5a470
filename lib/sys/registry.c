/* SPDX-License-Identifier: ISC */
#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/registry.h"
#include "sys/rundir.h"
#include "sys/safe_path.h"

enum {
	BUSY = 50,		/* tries, 5 ms apart: a sweep may hold a lock */
	KEPT = 90 * 86400	/* older unchanged files are removed, s */
};

/* --- the directory --- */

/* True if no other user can replace path, whether it exists or not. */
static bool
registry_safe(const char *path)
{
	char copy[256], *real, *slash;
	bool safe;

	snprintf(copy, sizeof copy, "%s", path);
	while ((real = realpath(copy, NULL)) == NULL && errno == ENOENT &&
	    (slash = strrchr(copy, '/')) != NULL)
		slash[slash == copy] = '\0';
	safe = real != NULL && safe_path(real, SAFE_PATH_HOME) &&
	    safe_path_named(path, SAFE_PATH_HOME);
	free(real);
	return safe;
}

bool
registry_home(char *path, size_t size)
{
	const char *state = getenv("XDG_STATE_HOME");
	const struct passwd *pw;
	struct stat st;
	int n;

	/* sudo may leave us the variable of another user. */
	if (state != NULL && *state == '/' && (stat(state, &st) == -1 ||
	    st.st_uid == geteuid()) && registry_safe(state)) {
		n = snprintf(path, size, "%s/sshp", state);
		return n > 0 && (size_t)n < size;
	}
	errno = 0;
	if ((pw = getpwuid(geteuid())) == NULL)
		return false;
	errno = 0;
	if (*pw->pw_dir != '/')
		return false;
	n = snprintf(path, size, "%s/.local/state/sshp", pw->pw_dir);
	return n > 0 && (size_t)n < size;
}

/* Makes the missing directories of path; 0, or -1 and errno. */
static int
registry_make(const char *path)
{
	char copy[256], *slash;

	snprintf(copy, sizeof copy, "%s", path);
	for (slash = strchr(copy + 1, '/'); slash != NULL;
	    slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)mkdir(copy, 0700);
		*slash = '/';
	}
	return mkdir(copy, 0700) == -1 && errno != EEXIST ? -1 : 0;
}

/* Opens the directory if only our user may write to it. */
static int
registry_use(struct registry *r, const char *path)
{
	struct stat st;
	int fd;

	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && !safe_path_own(&st))
		errno = EPERM;
	else if (faccessat(fd, ".", W_OK, AT_EACCESS) == 0) {
		r->dir = fd;
		snprintf(r->path, sizeof r->path, "%s", path);
		return 0;
	}
	close(fd);
	return -1;
}

/* Opens the directory, and makes it if it is missing; 0, or -1 and errno. */
static int
registry_enter(struct registry *r, const char *path)
{
	if (!registry_safe(path)) {
		errno = EPERM;
		return -1;
	}
	return registry_make(path) == -1 || registry_use(r, path) == -1 ?
	    -1 : 0;
}

/* --- files of dead processes --- */

static bool
ends_in(const char *name, const char *end)
{
	size_t n = strlen(name), m = strlen(end);

	return n > m && strcmp(name + n - m, end) == 0;
}

/* True if fd is open on the file name in dir; flags as of fstatat(2). */
static bool
registry_same(int fd, int dir, const char *name, int flags)
{
	struct stat st, at;

	return fstat(fd, &st) == 0 && fstatat(dir, name, &at, flags) == 0 &&
	    st.st_ino == at.st_ino && st.st_dev == at.st_dev;
}

/* True if fd could be locked, and is still the file called name. */
static bool
registry_free(int dir, const char *name, int fd)
{
	return flock(fd, LOCK_EX | LOCK_NB) == 0 &&
	    registry_same(fd, dir, name, AT_SYMLINK_NOFOLLOW);
}

/* True if a process holds the lock on name. */
static bool
registry_held(int dir, const char *name)
{
	int fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	bool held;

	if (fd == -1)
		return false;
	held = flock(fd, LOCK_EX | LOCK_NB) == -1;
	close(fd);
	return held;
}

/*
 * True if the tunnel of the file name runs: its lock is ID.lock, or ID-PID.lock
 * for a shell.
 */
static bool
registry_kept(const struct registry *r, const char *name)
{
	size_t n = strcspn(name, ".");
	DIR *d = opendir(r->path);
	struct dirent *e;
	bool kept = false;

	while (d != NULL && !kept && (e = readdir(d)) != NULL)
		kept = strncmp(e->d_name, name, n) == 0 &&
		    (e->d_name[n] == '.' || e->d_name[n] == '-') &&
		    ends_in(e->d_name, ".lock") &&
		    registry_held(r->dir, e->d_name);
	if (d != NULL)
		closedir(d);
	return kept;
}

static bool
registry_old(const struct registry *r, const char *name)
{
	struct stat st;

	return fstatat(r->dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    time(NULL) - st.st_mtime > KEPT;
}

static void
registry_sweep_one(const struct registry *r, const char *name)
{
	int fd;

	if (strstr(name, ".history") != NULL || ends_in(name, ".start") ||
	    strstr(name, ".holder") != NULL) {
		if (registry_old(r, name) && !registry_kept(r, name))
			(void)unlinkat(r->dir, name, 0);
		return;
	}
	if (!ends_in(name, ".lock"))
		return;
	fd = openat(r->dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return;
	if (registry_free(r->dir, name, fd))
		(void)unlinkat(r->dir, name, 0);
	close(fd);
}

static void
registry_sweep(const struct registry *r)
{
	DIR *d = opendir(r->path);
	struct dirent *e;
	int most = rundir_sweep_limit(r->path);

	while (d != NULL && most-- > 0 && (e = readdir(d)) != NULL)
		registry_sweep_one(r, e->d_name);
	if (d != NULL)
		closedir(d);
}

int
registry_open(struct registry *r, const char *fallback, char *why,
    size_t size)
{
	char path[256];
	int status = 0;

	*r = (struct registry){ .dir = -1, .lock = -1 };
	if (!registry_home(path, sizeof path)) {
		snprintf(why, size, "registry: %s", errno == EMFILE ||
		    errno == ENFILE || errno == ENOMEM ? strerror(errno) :
		    "no home directory");
		status = -1;
	} else if (registry_enter(r, path) == -1) {
		snprintf(why, size, "%s: %s", path, errno == EPERM ?
		    "other users can write to it (check owner and mode)" :
		    strerror(errno));
		status = -1;
	}
	if (status == -1 && fallback != NULL)
		(void)registry_use(r, fallback);
	return status;
}

/* --- the lock --- */

static int
registry_try(struct registry *r, const char *name)
{
	int fd = openat(r->dir, name, O_RDWR | O_CREAT | O_NOFOLLOW |
	    O_CLOEXEC, 0600), error;

	if (fd == -1)
		return -1;
	if (registry_free(r->dir, name, fd)) {
		r->lock = fd;
		return 1;
	}
	error = errno;
	close(fd);
	errno = error;
	return errno == EWOULDBLOCK || errno == ENOENT || errno == 0 ? 0 : -1;
}

static void
registry_holder(const struct registry *r, const char *name, char *holder,
    size_t size)
{
	int fd = openat(r->dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t n = -1;

	if (fd != -1) {
		n = descriptors_read(fd, holder, size - 1);
		close(fd);
	}
	holder[n < 0 ? 0 : n] = '\0';
	holder[strcspn(holder, "\n")] = '\0';
}

int
registry_take(struct registry *r, const char *id, char *holder, size_t size)
{
	static const struct timespec moment = { 0, 5000000 };
	char name[80];
	int i, got = 0;

	snprintf(r->id, sizeof r->id, "%s", id);
	snprintf(name, sizeof name, "%s.lock", r->id);
	if (r->dir == -1) {
		errno = ENOENT;
		return -1;
	}
	for (i = 0; i < BUSY && got == 0; i++) {
		if (i > 0)
			(void)nanosleep(&moment, NULL);
		errno = 0;
		got = registry_try(r, name);
	}
	if (got == 0)
		registry_holder(r, name, holder, size);
	/* After the lock, so that the sweep does not remove our own files. */
	if (got == 1)
		registry_sweep(r);
	return got;
}

void
registry_write(const struct registry *r, const char *text, size_t n)
{
	if (r->lock == -1 || pwrite(r->lock, text, n, 0) != (ssize_t)n ||
	    pwrite(r->lock, "\n", 1, (off_t)n) != 1)
		return;
	(void)!ftruncate(r->lock, (off_t)n + 1);
}

bool
registry_there(const struct registry *r)
{
	char name[80];

	snprintf(name, sizeof name, "%s.lock", r->id);
	return r->dir == -1 || (registry_same(r->dir, AT_FDCWD, r->path, 0) &&
	    (r->lock == -1 || registry_same(r->lock, r->dir, name,
	    AT_SYMLINK_NOFOLLOW)));
}

void
registry_close(struct registry *r)
{
	char name[80];

	snprintf(name, sizeof name, "%s.lock", r->id);
	if (r->lock != -1)
		(void)unlinkat(r->dir, name, 0);
	registry_leave(r);
}

void
registry_leave(struct registry *r)
{
	if (r->lock != -1)
		close(r->lock);
	if (r->dir != -1)
		close(r->dir);
	r->lock = r->dir = -1;
}
