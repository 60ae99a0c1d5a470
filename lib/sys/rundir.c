/* SPDX-License-Identifier: ISC */
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/peer.h"
#include "sys/rundir.h"

#define BASE 64			/* bytes of the directory that all share */

/* The candidates in their order; false if there is no i-th. */
static bool
rundir_candidate(int i, char base[BASE])
{
	const char *env;
	int n = 0;

	switch (i) {
	case 0:
		if ((env = getenv("RUNTIME_DIRECTORY")) != NULL)
			n = snprintf(base, BASE, "%.*s",
			    (int)strcspn(env, ":"), env);
		break;
	case 1:
		if ((env = getenv("XDG_RUNTIME_DIR")) != NULL)
			n = snprintf(base, BASE, "%s/sshp", env);
		break;
	case 2:
		n = snprintf(base, BASE, "/run/user/%ld/sshp",
		    (long)geteuid());
		break;
	case 3:
		n = snprintf(base, BASE, "/tmp/sshp-%ld", (long)geteuid());
		break;
	default:
		return false;
	}
	if (n <= 0 || n >= BASE || base[0] != '/')
		base[0] = '\0';
	return true;
}

bool
rundir_base(int i, char *base, size_t size)
{
	char at[BASE];

	if (!rundir_candidate(i, at))
		return false;
	snprintf(base, size, "%s", at);
	return true;
}

/* 0 if dir is there, or could be made, and nobody else's to write to. */
static int
rundir_check(const char *dir)
{
	struct stat st;

	if (mkdir(dir, 0700) == -1 && errno != EEXIST)
		return -1;
	if (lstat(dir, &st) == -1)
		return -1;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return -1;
	}
	if (st.st_uid != geteuid() || (st.st_mode & 022) != 0) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

static int
rundir_lock(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd != -1 && flock(fd, LOCK_EX | LOCK_NB) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Removes path, a directory of ours, and the files in it. */
static void
rundir_remove(const char *path, int fd)
{
	struct dirent *e;
	DIR *d = opendir(path);

	while (d != NULL && (e = readdir(d)) != NULL)
		(void)unlinkat(fd, e->d_name, 0);
	if (d != NULL)
		closedir(d);
	(void)rmdir(path);
}

/* Is it a name that rundir_make() gives? */
static bool
rundir_named(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits > 0 && strcmp(name + digits, ".run") == 0;
}

/* Removes what the killed left behind: nobody holds its lock. */
static void
rundir_sweep(const char *base)
{
	char path[sizeof ((struct rundir *)0)->path];
	struct dirent *e;
	DIR *d = opendir(base);
	int fd;

	while (d != NULL && (e = readdir(d)) != NULL) {
		if (!rundir_named(e->d_name) || snprintf(path, sizeof path,
		    "%s/%s", base, e->d_name) >= (int)sizeof path ||
		    (fd = rundir_lock(path)) == -1)
			continue;
		rundir_remove(path, fd);
		close(fd);
	}
	if (d != NULL)
		closedir(d);
}

/*
 * Makes base/PID.run; another sshp's sweep may take it before it is locked.
 * With digits behind it where it is somebody's: the daemon's of a caller that
 * had our number, or one's in a container that shares the place.
 */
static int
rundir_make(struct rundir *r, const char *base)
{
	struct stat st;
	char more[8] = "";
	int tries;

	for (tries = 0; tries < 100; tries++) {
		if (tries > 0)
			snprintf(more, sizeof more, "%02d", tries);
		if (snprintf(r->path, sizeof r->path, "%s/%ld%s.run", base,
		    (long)getpid(), more) >= (int)sizeof r->path) {
			errno = ENAMETOOLONG;
			return -1;
		}
		if (mkdir(r->path, 0700) == -1 && errno != EEXIST)
			return -1;
		if ((r->fd = rundir_lock(r->path)) == -1)
			continue;
		if (rundir_there(r) && fstat(r->fd, &st) == 0 &&
		    st.st_uid == geteuid())
			return 0;
		close(r->fd);
	}
	return -1;
}

int
rundir_open(struct rundir *r, char *why, size_t size)
{
	char base[BASE];
	int i;

	*r = (struct rundir){ .fd = -1 };
	snprintf(why, size, "run directory: none can be made");
	for (i = 0; rundir_candidate(i, base); i++) {
		if (base[0] == '\0')
			continue;
		if (rundir_check(base) == 0) {
			rundir_sweep(base);
			if (rundir_make(r, base) == 0)
				return 0;
		}
		snprintf(why, size, "%s: %s", base, errno == EPERM ?
		    "not a directory that only you may write to (owner, or mode)"
		    : strerror(errno));
		/* What is there, and is not ours, is not passed over. */
		if (errno == EPERM || errno == ENOTDIR || errno == ENOSPC)
			break;
	}
	return -1;
}

bool
rundir_there(const struct rundir *r)
{
	struct stat st, at;

	return fstat(r->fd, &st) == 0 && stat(r->path, &at) == 0 &&
	    st.st_dev == at.st_dev && st.st_ino == at.st_ino;
}

bool
rundir_has(const struct rundir *r, const char *name)
{
	struct stat st;

	return rundir_there(r) && fstatat(r->fd, name, &st, 0) == 0;
}

void
rundir_close(struct rundir *r)
{
	if (r->fd == -1)
		return;
	rundir_remove(r->path, r->fd);
	close(r->fd);
	r->fd = -1;
}

int
rundir_fifo(const struct rundir *r, const char *name)
{
	int fd;

	if (mkfifoat(r->fd, name, 0600) == -1 && errno != EEXIST)
		return -1;
	/* Open for both, so that it never ends while ssh comes and goes. */
	fd = openat(r->fd, name, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return fd;
}

int
rundir_writer(const struct rundir *r, const char *name)
{
	int fd = openat(r->fd, name, O_WRONLY | O_CLOEXEC);

	return fd == -1 ? 0 : fd;
}

int
rundir_listen(const struct rundir *r, const char *name)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd;

	snprintf(un.sun_path, sizeof un.sun_path, "%s/%s", r->path, name);
	fd = peer_socket();
	if (fd == -1)
		return -1;
	if (bind(fd, (struct sockaddr *)&un, sizeof un) == -1 ||
	    listen(fd, SOMAXCONN) == -1) {
		close(fd);
		return -1;
	}
	return fd;
}
