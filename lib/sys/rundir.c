/* SPDX-License-Identifier: ISC */
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/peer.h"
#include "sys/rundir.h"
#include "sys/safe_path.h"

#define BASE 64			/* size of the shared directory's path */

enum { ENTRIES = 1000000 };	/* most entries read of /tmp */

/* --- the places --- */

/* Places for run directories, in the order of trial. */
enum place { SERVICE, SESSION, LINGERING, TMP, LOGIN, SHM, PLACES };

/* True if logind keeps /run/user/UID when the user logs out. */
static bool
rundir_lingers(void)
{
	const struct passwd *pw = getpwuid(geteuid());
	char path[300];

	return pw != NULL && snprintf(path, sizeof path,
	    "/var/lib/systemd/linger/%s", pw->pw_name) < (int)sizeof path &&
	    access(path, F_OK) == 0;
}

/* The path of place i, before links are resolved; "" if there is none. */
static const char *
rundir_named_place(enum place i, char *path, size_t size)
{
	const char *env = i == SERVICE ? getenv("RUNTIME_DIRECTORY") :
	    i == SESSION ? getenv("XDG_RUNTIME_DIR") : "";
	long uid = (long)geteuid();
	int n = 0;

	if (i == SERVICE && env != NULL)
		n = snprintf(path, size, "%.*s", (int)strcspn(env, ":"), env);
	else if (i == SESSION && env != NULL)
		n = snprintf(path, size, "%s/sshp", env);
	else if (i == LINGERING || i == LOGIN)
		n = snprintf(path, size, "/run/user/%ld/sshp", uid);
	else if (i == TMP || i == SHM)
		n = snprintf(path, size, "%s/sshp-%ld",
		    i == TMP ? "/tmp" : "/dev/shm", uid);
	return n > 0 && (size_t)n < size && path[0] == '/' ? path : "";
}

/* path without symbolic links, also if it does not exist yet; for free(3). */
static char *
rundir_real(const char *path)
{
	const char *leaf = strrchr(path, '/') + 1;
	char *real = realpath(path, NULL), *parent, *whole = NULL;
	size_t size;

	if (real != NULL || errno != ENOENT)
		return real;
	parent = strndup(path, (size_t)(leaf - path));
	if (parent != NULL && (real = realpath(parent, NULL)) != NULL) {
		size = strlen(real) + strlen(leaf) + 2;
		if ((whole = malloc(size)) != NULL)
			snprintf(whole, size, "%s/%s", strcmp(real, "/") == 0 ?
			    "" : real, leaf);
	}
	free(parent);
	free(real);
	return whole;
}

/* False if ssh cannot take path: a ControlPath cannot quote "${". */
static bool
rundir_fits(const char *path)
{
	const unsigned char *c;

	for (c = (const unsigned char *)path; *c >= ' ' && *c != 0x7f; c++)
		;
	return *c == '\0' && strlen(path) < BASE && strstr(path, "${") == NULL;
}

/*
 * Place i without symbolic links, or "" if it cannot be used.  Links of another
 * user are not resolved, so rundir_check() refuses the place: another user must
 * not choose which of our directories we write to and sweep.
 */
static void
rundir_candidate(enum place i, char base[BASE])
{
	char path[300], *real = NULL;

	base[0] = '\0';
	if (*rundir_named_place(i, path, sizeof path) != '\0')
		real = safe_path_named(path, SAFE_PATH_RUNDIR) ?
		    rundir_real(path) : strdup(path);
	if (real != NULL && rundir_fits(real))
		snprintf(base, BASE, "%s", real);
	free(real);
}

/* True if /tmp/NAME is a directory of ours called sshp-UID.XXXXXX. */
static bool
rundir_spare_is(const char *name, char base[BASE])
{
	char begin[40];
	int n = snprintf(begin, sizeof begin, "sshp-%ld.", (long)geteuid());
	struct stat st;

	if (strncmp(name, begin, (size_t)n) != 0 || strlen(name) !=
	    (size_t)n + 6)
		return false;
	snprintf(base, BASE, "/tmp/%s", name);
	return lstat(base, &st) == 0 && S_ISDIR(st.st_mode) &&
	    st.st_uid == geteuid();
}

/* The i-th directory of that kind; false if there is none. */
static bool
rundir_spare(int i, char base[BASE])
{
	DIR *d = opendir("/tmp");
	struct dirent *e;
	bool found = false;
	int seen;

	for (seen = 0; d != NULL && !found && seen < ENTRIES &&
	    (e = readdir(d)) != NULL; seen++)
		found = rundir_spare_is(e->d_name, base) && i-- == 0;
	if (d != NULL)
		closedir(d);
	return found;
}

bool
rundir_base(int i, char *base, size_t size)
{
	char at[BASE];

	if (i >= PLACES && !rundir_spare(i - PLACES, at))
		return false;
	if (i < PLACES)
		rundir_candidate((enum place)i, at);
	snprintf(base, size, "%s", at);
	return true;
}

/* --- one run directory --- */

/*
 * Checks base, the parent of our run directories, and makes it if it is
 * missing.  Our user must own it, no other user may write to it, and the
 * directories above it must be safe, too.  Returns 0, or -1 and errno.
 */
static int
rundir_check(const char *base)
{
	char parent[BASE];
	struct stat st;

	snprintf(parent, sizeof parent, "%s", base);
	*strrchr(parent, '/') = '\0';
	if (!safe_path(*parent == '\0' ? "/" : parent, SAFE_PATH_RUNDIR)) {
		errno = EPERM;
		return -1;
	}
	if (mkdir(base, 0700) == -1 && errno != EEXIST)
		return -1;
	if (lstat(base, &st) == -1)
		return -1;
	if (!S_ISDIR(st.st_mode)) {
		errno = ENOTDIR;
		return -1;
	}
	if (!safe_path_own(&st)) {
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

/* True if rundir_make() makes such names. */
static bool
rundir_named(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits > 0 && strcmp(name + digits, ".run") == 0;
}

/* Removes run directories of killed processes: no process holds their lock. */
static void
rundir_sweep(const char *base)
{
	char path[sizeof ((struct rundir *)0)->path];
	struct dirent *e;
	DIR *d = opendir(base);
	int fd, most = rundir_sweep_limit(base);

	while (d != NULL && most > 0 && (e = readdir(d)) != NULL) {
		if (!rundir_named(e->d_name) || most-- == 0 ||
		    snprintf(path, sizeof path, "%s/%s", base, e->d_name) >=
		    (int)sizeof path ||
		    (fd = rundir_lock(path)) == -1)
			continue;
		rundir_remove(path, fd);
		close(fd);
	}
	if (d != NULL)
		closedir(d);
}

/*
 * Makes base/PID.run.  The sweep of another sshp may remove it before we lock
 * it.  If another process has that name, digits follow the PID.  This happens
 * if the daemon of a process that had our pid uses it, or if a container shares
 * base.
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

/* Makes the run directory in base; 0, or -1 and the error in why. */
static int
rundir_try(struct rundir *r, const char *base, char *why, size_t size)
{
	if (base[0] == '\0')
		return -1;
	if (rundir_check(base) == 0) {
		rundir_sweep(base);
		if (rundir_make(r, base) == 0)
			return 0;
	}
	snprintf(why, size, "%s: %s", base, errno == EPERM ?
	    "other users can write to it or to a directory above it (check "
	    "owner and mode)" : strerror(errno));
	return -1;
}

/*
 * True if place i comes later.  A logout removes /run/user/UID, but not a
 * tunnel in the background.
 */
static bool
rundir_later(enum place i, const char *base)
{
	char login[BASE];

	if (i != SESSION && i != LINGERING)
		return false;
	rundir_candidate(LOGIN, login);
	return strcmp(base, login) == 0 && !rundir_lingers();
}

int
rundir_open(struct rundir *r, char *why, size_t size)
{
	char base[BASE], first[300] = "";
	int i;

	*r = (struct rundir){ .fd = -1 };
	for (i = 0; i < PLACES; i++) {
		rundir_candidate((enum place)i, base);
		if (rundir_later((enum place)i, base))
			continue;
		why[0] = '\0';
		if (rundir_try(r, base, why, size) == 0)
			return 0;
		if (first[0] == '\0')
			snprintf(first, sizeof first, "%s", why);
	}
	/* Another user can take all fixed names, but not a random one. */
	for (i = 0; rundir_spare(i, base); i++)
		if (rundir_try(r, base, why, size) == 0)
			return 0;
	snprintf(base, sizeof base, "/tmp/sshp-%ld.XXXXXX", (long)geteuid());
	if (safe_path("/tmp", SAFE_PATH_RUNDIR) && mkdtemp(base) != NULL) {
		if (rundir_try(r, base, why, size) == 0)
			return 0;
		(void)rmdir(base);
	}
	snprintf(why, size, "%s", first[0] != '\0' ? first :
	    "cannot make a run directory");
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
	char base[BASE];

	if (r->fd == -1)
		return;
	rundir_remove(r->path, r->fd);
	close(r->fd);
	r->fd = -1;
	*strrchr(r->path, '/') = '\0';
	if (rundir_spare_is(strrchr(r->path, '/') + 1, base))
		(void)rmdir(base);
}

int
rundir_fifo(const struct rundir *r, const char *name)
{
	int fd;

	if (mkfifoat(r->fd, name, 0600) == -1 && errno != EEXIST)
		return -1;
	/* Also open for writing, so that no end of file comes without ssh. */
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

/* --- removal --- */

enum {
	FEW = 32,		/* entries of an ordinary start */
	OFTEN = 60		/* between two looks at all entries, s */
};

int
rundir_sweep_limit(const char *directory)
{
	char path[300];
	struct stat st;
	time_t now = time(NULL);
	int fd, most = INT_MAX;

	snprintf(path, sizeof path, "%s/.swept", directory);
	if (stat(path, &st) == 0 && st.st_mtime <= now &&
	    now - st.st_mtime < OFTEN)
		return FEW;
	fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC |
	    O_NONBLOCK, 0600);
	if (fd == -1)
		return FEW;
	if (futimens(fd, NULL) == -1)
		most = FEW;
	close(fd);
	return most;
}
