/* SPDX-License-Identifier: ISC */
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/child.h"
#include "sys/descriptors.h"
#include "sys/peer.h"

#ifdef __linux__
/* The uid of the peer, and its pid or 0; -1 where the system cannot tell. */
static long
peer_who(int fd, pid_t *pid)
{
	struct ucred cred;
	socklen_t len = sizeof cred;

	*pid = 0;
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == -1)
		return -1;
	*pid = cred.pid;
	return (long)cred.uid;
}
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || \
    defined(__OpenBSD__) || defined(__DragonFly__)
static long
peer_who(int fd, pid_t *pid)
{
	uid_t uid;
	gid_t gid;

	*pid = 0;
	return getpeereid(fd, &uid, &gid) == -1 ? -1 : (long)uid;
}
#else
static long
peer_who(int fd, pid_t *pid)
{
	(void)fd;
	*pid = 0;
	return -1;
}
#endif

long
peer_user(int fd)
{
	pid_t pid;

	return peer_who(fd, &pid);
}

pid_t
peer_process(int fd)
{
	pid_t pid;

	return peer_who(fd, &pid) == -1 ? 0 : pid;
}

/* If the uid is not known, the directory's mode has kept other users out. */
static bool
peer_ours(int fd, pid_t *pid)
{
	long uid = peer_who(fd, pid);

	return uid == -1 || uid == 0 || uid == (long)geteuid();
}

int
peer_accept(int listener, pid_t *pid)
{
	int fd = accept(listener, NULL, NULL);

	if (fd == -1)
		return -1;
	(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	if (!peer_ours(fd, pid)) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Connects fd to the socket at path; 0, or -1 and errno. */
static int
peer_join(int fd, const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof un.sun_path) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(un.sun_path, path, strlen(path));
	return connect(fd, (struct sockaddr *)&un, sizeof un);
}

int
peer_connect(const char *path)
{
	int fd = peer_socket(), error;

	if (fd != -1 && peer_join(fd, path) == -1) {
		error = errno;
		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

pid_t
peer_listener(const char *path)
{
	int fd = descriptors_socket(AF_UNIX, SOCK_STREAM), error;
	pid_t pid = 0;

	if (fd == -1)
		return 0;
	if (peer_join(fd, path) == 0)
		(void)peer_who(fd, &pid);
	/* EAGAIN: the queue is full, so a process listens. */
	else if (errno != EAGAIN)
		pid = -1;
	error = errno;
	close(fd);
	errno = error;
	return pid;
}

void
peer_remove_stale(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode) &&
	    st.st_uid == geteuid() && peer_listener(path) == -1 &&
	    errno == ECONNREFUSED)
		(void)unlink(path);
}

bool
peer_listens(pid_t listener, pid_t child)
{
	return listener == 0 || listener == child ||
	    (listener > 0 && child_generation(listener, child) > 0);
}

#ifdef __linux__
/*
 * Opens path below dir, and closes dir.  No part may be a symbolic link.
 */
static int
peer_walk(int dir, const char *path)
{
	char part[256];
	size_t n;
	int fd;

	for (path += strspn(path, "/"); dir != -1 && *path != '\0';
	    path += n + strspn(path + n, "/")) {
		n = strcspn(path, "/");
		snprintf(part, sizeof part, "%.*s", (int)n, path);
		fd = openat(dir, part, O_PATH | O_NOFOLLOW | O_CLOEXEC);
		close(dir);
		dir = fd;
	}
	return dir;
}

static int
peer_connect_below(int dir, const char *path, long uid)
{
	int fd, error, at = peer_walk(dir, path);
	char link[64];
	struct stat st;

	if (at == -1)
		return -1;
	if (fstat(at, &st) == -1 || !S_ISSOCK(st.st_mode) ||
	    (long)st.st_uid != uid) {
		close(at);
		errno = EPERM;
		return -1;
	}
	snprintf(link, sizeof link, "/proc/self/fd/%d", at);
	fd = peer_connect(link);
	error = errno;
	close(at);
	errno = error;
	return fd;
}

int
peer_connect_to(const char *path, long uid)
{
	return peer_connect_below(open("/", O_PATH | O_CLOEXEC), path, uid);
}

/*
 * Opens the root before the check of the namespace, because a process that
 * leaves our namespace cannot return.
 */
int
peer_connect_in(pid_t pid, const char *path, long uid)
{
	struct stat st, ours, theirs;
	char name[32];
	int proc, root = -1;

	snprintf(name, sizeof name, "/proc/%ld", (long)pid);
	if ((proc = open(name, O_PATH | O_CLOEXEC)) == -1)
		return -1;
	root = openat(proc, "root", O_PATH | O_CLOEXEC);
	if (root != -1 && (fstat(proc, &st) == -1 || (long)st.st_uid != uid ||
	    stat("/proc/self/ns/user", &ours) == -1 ||
	    fstatat(proc, "ns/user", &theirs, 0) == -1 ||
	    ours.st_dev != theirs.st_dev || ours.st_ino != theirs.st_ino)) {
		close(root);
		root = -1;
		errno = EPERM;
	}
	close(proc);
	return peer_connect_below(root, path, uid);
}
#else
int
peer_connect_in(pid_t pid, const char *path, long uid)
{
	(void)pid;
	(void)path;
	(void)uid;
	errno = ENOENT;
	return -1;
}

int
peer_connect_to(const char *path, long uid)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode) &&
	    (long)st.st_uid == uid)
		return peer_connect(path);
	errno = EPERM;
	return -1;
}
#endif

int
peer_send(int fd, const void *packet, size_t n)
{
	return peer_post(fd, packet, n) == -1 && errno != EAGAIN ? -1 : 0;
}

bool
peer_taken(int fd)
{
#ifdef __linux__
	int left = 0;

	return ioctl(fd, TIOCOUTQ, &left) == -1 || left == 0;
#else
	(void)fd;
	return true;
#endif
}

/*
 * The state of a process as of proc(5), its parent, and its flags in the
 * kernel; 0: not known.
 */
static char
peer_stat(pid_t pid, long *parent, unsigned *flags)
{
	char path[64], text[512], *close_, state = 0;
	ssize_t n;
	int fd;

	*parent = 0;
	*flags = 0;
	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return 0;
	n = descriptors_read(fd, text, sizeof text - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	/* The name, in parentheses, may hold any characters. */
	if ((close_ = strrchr(text, ')')) == NULL ||
	    sscanf(close_ + 1, " %c %ld %*d %*d %*d %*d %u", &state, parent,
	    flags) != 3)
		return 0;
	return state;
}

pid_t
peer_parent(pid_t pid)
{
	unsigned flags;
	long parent;

	(void)peer_stat(pid, &parent, &flags);
	return (pid_t)parent;
}

bool
peer_stopped(pid_t pid)
{
	unsigned flags;
	long parent;
	char state = peer_stat(pid, &parent, &flags);

	return state == 'T' || state == 't';
}

bool
peer_exiting(pid_t pid)
{
	enum { EXITING = 4 };	/* PF_EXITING of Linux */
	unsigned flags;
	long parent;
	char state = peer_stat(pid, &parent, &flags);

	return state == 'Z' || state == 'X' || (flags & EXITING) != 0;
}

long
peer_owner(pid_t pid)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof path, "/proc/%ld", (long)pid);
	return pid > 0 && stat(path, &st) == 0 ? (long)st.st_uid : -1;
}

int
peer_follow(pid_t pid)
{
	return pid > 0 ? pidfd_open(pid, 0) : -1;
}

bool
peer_ended(pid_t pid, int follows)
{
	struct pollfd end = { .fd = follows, .events = POLLIN };

	if (follows != -1)
		return poll(&end, 1, 0) == 1;
	return kill(pid, 0) == -1 && errno == ESRCH;
}
