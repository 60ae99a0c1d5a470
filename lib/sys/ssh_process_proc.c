/* SPDX-License-Identifier: ISC */
/* Finds and signals our ssh with proc(5). */
#include "sys/ssh_process.h"

#ifdef __linux__
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/descriptors.h"

#define OWNERS 8		/* an ssh and its mux clients; 2 are usual */

/* The fields of /proc/PID/stat (proc(5)). */
struct process {
	char state;		/* R S D T t Z X */
	uint64_t start;		/* clock ticks after boot */
	char name[16];		/* the kernel's "comm" */
};

/* Reads a small file of /proc/PID; its length, or -1. */
static ssize_t
proc_read(pid_t pid, const char *file, char *to, size_t size)
{
	char path[64];
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return -1;
	n = descriptors_read(fd, to, size - 1);
	close(fd);
	to[n < 0 ? 0 : n] = '\0';
	return n;
}

static int
process_read(pid_t pid, struct process *p)
{
	unsigned long long start;
	char text[1024], *open, *close;
	size_t len;

	*p = (struct process){ 0 };
	if (proc_read(pid, "stat", text, sizeof text) <= 0)
		return -1;
	/* "PID (NAME) STATE ..."; the name may hold any characters. */
	if ((open = strchr(text, '(')) == NULL ||
	    (close = strrchr(text, ')')) == NULL || close < open)
		return -1;
	len = (size_t)(close - open - 1);
	if (len >= sizeof p->name)
		len = sizeof p->name - 1;
	memcpy(p->name, open + 1, len);
	/* Fields 3 and 22. */
	if (sscanf(close + 1, " %c %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
	    "%*s %*s %*s %*s %*s %*s %*s %*s %llu", &p->state, &start) != 2)
		return -1;
	p->start = start;
	return 0;
}

static bool
process_ended(const struct process *p)
{
	return p->state == 'Z' || p->state == 'X';
}

/* True if descriptor name in dir is the writing end of our pipe. */
static bool
is_ours_at(const struct ssh_process *o, int dir, const char *name)
{
	char link[sizeof o->pipe];
	struct stat st;
	ssize_t n = readlinkat(dir, name, link, sizeof link - 1);

	link[n < 0 ? 0 : n] = '\0';
	return n > 0 && strcmp(link, o->pipe) == 0 &&
	    fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    (st.st_mode & S_IWUSR);
}

/*
 * 1 if pid holds the writing end of our pipe, or our socket, with the number of
 * its descriptor; else 0.  -1 if we may not read its descriptors, because the
 * process is not dumpable.
 */
static int
holds_any(const struct ssh_process *o, pid_t pid, int *number)
{
	char path[64];
	struct dirent *e;
	int found = 0;
	DIR *dir;

	if (o->pipe[0] == '\0')
		return 0;
	snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
	if ((dir = opendir(path)) == NULL)
		return errno == EACCES || errno == EPERM ? -1 : 0;
	while (!found && (e = readdir(dir)) != NULL)
		if (is_ours_at(o, dirfd(dir), e->d_name)) {
			*number = (int)strtol(e->d_name, NULL, 10);
			found = 1;
		}
	closedir(dir);
	return found;
}

/* The same, but checks only descriptor o->number if it is known. */
static bool
holds(const struct ssh_process *o, pid_t pid)
{
	char path[64];
	int number;

	if (o->number == -1)
		return holds_any(o, pid, &number) == 1;
	snprintf(path, sizeof path, "/proc/%ld/fd/%d", (long)pid, o->number);
	return is_ours_at(o, AT_FDCWD, path);
}

/* The file that pid executes; false if we may not see it. */
static bool
runs(pid_t pid, struct stat *st)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%ld/exe", (long)pid);
	return stat(path, st) == 0;
}

static bool
is_ours(pid_t pid)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof path, "/proc/%ld", (long)pid);
	return stat(path, &st) == 0 && st.st_uid == geteuid();
}

/* True if the recorded process runs; p is its state from /proc. */
static bool
recorded_lives(const struct ssh_process *o, struct process *p)
{
	return o->pid > 1 && process_read(o->pid, p) == 0 &&
	    !process_ended(p) && p->start == o->start;
}

/*
 * True if pid is proven now to be our ssh: it is the recorded process, or holds
 * our pipe and executes the same file as the recorded process.  The file
 * matters because a LocalCommand may hold the pipe, too.  The first test is the
 * cheapest, and nearly all processes fail it.
 */
static bool
proven(const struct ssh_process *o, pid_t pid)
{
	struct process p;
	struct stat exe;

	if (pid <= 1 || pid == getpid())
		return false;
	if (pid == o->pid && recorded_lives(o, &p))
		return true;
	if (!holds(o, pid) || !is_ours(pid) ||
	    process_read(pid, &p) == -1 || process_ended(&p))
		return false;
	if (o->exe_ino == 0)
		return strcmp(p.name, "ssh") == 0;
	return runs(pid, &exe) && exe.st_dev == o->exe_dev &&
	    exe.st_ino == o->exe_ino;
}

/* True if no process holds the writing end of our pipe any more. */
static bool
hung_up(const struct ssh_process *o)
{
	struct pollfd p = { .fd = o->end, .events = 0 };

	return o->end != -1 && poll(&p, 1, 0) == 1 &&
	    (p.revents & (POLLHUP | POLLNVAL)) != 0;
}

/* True if another process may hold the pipe, and /proc can show it. */
static bool
worth_a_search(const struct ssh_process *o)
{
	return o->pipe[0] != '\0' && (o->seen || o->pid == 0) && !hung_up(o);
}

/* Lists the processes that are proven to be our ssh; returns their number. */
static int
owners(const struct ssh_process *o, pid_t list[OWNERS])
{
	struct dirent *e;
	struct process p;
	const char *why;
	pid_t pid;
	DIR *dir;
	int n = 0;

	if (recorded_lives(o, &p))
		list[n++] = o->pid;
	if (!worth_a_search(o) || (dir = opendir("/proc")) == NULL)
		return n;
	while (n < OWNERS && (e = readdir(dir)) != NULL) {
		pid = (pid_t)strtonum(e->d_name, 2, 1LL << 30, &why);
		if (why == NULL && pid != o->pid && proven(o, pid))
			list[n++] = pid;
	}
	closedir(dir);
	return n;
}

/* Records pid, with its pidfd or -1 and its state p, as our ssh. */
static void
owner_record(struct ssh_process *o, pid_t pid, int pidfd,
    const struct process *p)
{
	struct stat exe;

	o->pid = pid;
	o->pidfd = pidfd;
	o->start = p->start;
	if (runs(pid, &exe)) {
		o->exe_dev = exe.st_dev;
		o->exe_ino = exe.st_ino;
	}
}

/*
 * True if /proc has the pids of our PID namespace.  In the /proc of another
 * namespace the same pids are other processes.
 */
static bool
proc_is_ours(void)
{
	char self[32];
	ssize_t n = readlink("/proc/self", self, sizeof self - 1);

	self[n < 0 ? 0 : n] = '\0';
	return n > 0 && strtol(self, NULL, 10) == (long)getpid();
}

/* Begins *o with the name of fd; without a name if fd is not of that kind. */
static void
owner_of(struct ssh_process *o, int fd, const char *kind)
{
	char path[32];
	ssize_t n;

	*o = (struct ssh_process){ .pidfd = -1, .end = -1, .number = -1 };
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	n = readlink(path, o->pipe, sizeof o->pipe - 1);
	o->pipe[n < 0 ? 0 : n] = '\0';
	if (strncmp(o->pipe, kind, strlen(kind)) != 0 || !proc_is_ours())
		o->pipe[0] = '\0';
}

void
ssh_process_passed(struct ssh_process *o, int fd, pid_t pid)
{
	struct process p;
	int pidfd = pidfd_open(pid, 0);

	owner_of(o, fd, "socket:");
	if (o->pipe[0] != '\0' && pid > 1 && process_read(pid, &p) == 0) {
		owner_record(o, pid, pidfd, &p);
		o->seen = holds_any(o, pid, &o->number) != -1;
	} else if (pidfd != -1)
		close(pidfd);
}

void
ssh_process_learn(struct ssh_process *o)
{
	if (o->pid > 1 && o->number == -1)
		(void)holds_any(o, o->pid, &o->number);
}

void
ssh_process_open(struct ssh_process *o, int fd)
{
	pid_t parent = getppid();
	struct process p;
	int pidfd, held;

	owner_of(o, fd, "pipe:");
	o->end = fd;
	if (o->pipe[0] == '\0' || parent <= 1)
		return;
	pidfd = pidfd_open(parent, 0);
	held = holds_any(o, parent, &o->number);
	/*
	 * An ssh with hidden descriptors is known by its name, if it is our
	 * parent: only ssh could have started us by exec.
	 */
	if (process_read(parent, &p) == 0 && getppid() == parent &&
	    (held == 1 || (held == -1 && strcmp(p.name, "ssh") == 0))) {
		owner_record(o, parent, pidfd, &p);
		o->seen = held == 1;
		return;
	}
	if (pidfd != -1)
		close(pidfd);
}

bool
ssh_process_follow(struct ssh_process *o)
{
	pid_t list[OWNERS];
	struct process p;
	int pidfd;

	if (o->pidfd != -1)
		close(o->pidfd);
	o->pidfd = -1;
	o->pid = 0;
	if (hung_up(o))
		return true;
	if (owners(o, list) == 0)
		return o->seen;
	pidfd = pidfd_open(list[0], 0);
	if (process_read(list[0], &p) == 0 && holds(o, list[0]))
		owner_record(o, list[0], pidfd, &p);
	else if (pidfd != -1)
		close(pidfd);
	return false;
}

static bool
process_stopped(const struct process *p)
{
	return p->state == 'T' || p->state == 't';
}

enum ssh_process_state
ssh_process_state(const struct ssh_process *o)
{
	pid_t list[OWNERS];
	struct process p;
	int i, n, stopped = 0;

	if (recorded_lives(o, &p) && !process_stopped(&p))
		return SSH_PROCESS_THERE;
	n = owners(o, list);
	for (i = 0; i < n; i++)
		if (process_read(list[i], &p) == 0 && process_stopped(&p))
			stopped++;
	return n == 0 ? SSH_PROCESS_GONE : stopped == n ? SSH_PROCESS_STOPPED :
	    SSH_PROCESS_THERE;
}

/* 1 if pid has a terminal open, else 0; -1 if we may not see that. */
static int
has_terminal(pid_t pid)
{
	char path[64], link[32];
	struct dirent *e;
	ssize_t n;
	int found = 0;
	DIR *dir;

	snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
	if ((dir = opendir(path)) == NULL)
		return -1;
	while (!found && (e = readdir(dir)) != NULL) {
		n = readlinkat(dirfd(dir), e->d_name, link, sizeof link - 1);
		link[n < 0 ? 0 : n] = '\0';
		found = strncmp(link, "/dev/pts/", 9) == 0 ||
		    strncmp(link, "/dev/tty", 8) == 0 ||
		    strcmp(link, "/dev/console") == 0;
	}
	closedir(dir);
	return found;
}

bool
ssh_process_excused(const struct ssh_process *o)
{
	pid_t list[OWNERS];
	struct process p;
	int i, n = owners(o, list);
	bool excused = n == 0;

	for (i = 0; i < n && !excused; i++)
		excused = process_read(list[i], &p) == -1 || p.state == 'D' ||
		    has_terminal(list[i]) != 0;
	return excused;
}

/*
 * Signals pid.  Proves pid again after pidfd_open(2), because the pid may
 * belong to a new process by now.  False if pid is not our ssh, or on error.
 */
static bool
owner_signal_one(const struct ssh_process *o, pid_t pid, int sig)
{
	int pidfd = pidfd_open(pid, 0), sent;

	if (!proven(o, pid))
		sent = -1;
	else if (pidfd != -1)
		sent = pidfd_send_signal(pidfd, sig, NULL, 0);
	else
		sent = kill(pid, sig);
	if (pidfd != -1)
		close(pidfd);
	return sent == 0;
}

int
ssh_process_signal(const struct ssh_process *o, int sig, pid_t *pid)
{
	pid_t list[OWNERS];
	int i, n = owners(o, list), sent = 0;

	for (i = 0; i < n; i++)
		if (owner_signal_one(o, list[i], sig)) {
			*pid = list[i];
			sent++;
		}
	return sent;
}

void
ssh_process_close(struct ssh_process *o)
{
	if (o->pidfd != -1)
		close(o->pidfd);
	*o = (struct ssh_process){ .pidfd = -1, .end = -1, .number = -1 };
}
#endif
