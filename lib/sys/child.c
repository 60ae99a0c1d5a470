/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <sys/wait.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/child.h"
#include "sys/clock.h"
#include "sys/descriptors.h"

enum { NAP = 20 };	/* between two checks where there is no pidfd, ms */

#ifdef __linux__
static void
child_ask(int sig)
{
	(void)prctl(PR_SET_PDEATHSIG, sig);
}

void
child_adopt(void)
{
	(void)prctl(PR_SET_CHILD_SUBREAPER, 1);
}
#else
static void
child_ask(int sig)
{
	(void)sig;
}

void
child_adopt(void)
{
}
#endif

void
child_dies_with_parent(void)
{
	child_ask(SIGKILL);
}

void
child_dies_by(int sig, pid_t parent)
{
	child_ask(sig);
	if (getppid() != parent)
		_exit(127);
}

static bool
child_reaped(pid_t pid, int *status)
{
	return waitpid(pid, status, WNOHANG) == pid;
}

bool
child_ended(pid_t pid, int ms, int *status)
{
	struct pollfd p = { .fd = pidfd_open(pid, 0), .events = POLLIN };
	int64_t left = ms, end = clock_now() + ms;
	bool ended;

	while (!(ended = child_reaped(pid, status)) && left > 0) {
		(void)poll(&p, p.fd == -1 ? 0 : 1,
		    p.fd == -1 && left > NAP ? NAP : (int)left);
		left = end - clock_now();
	}
	if (p.fd != -1)
		close(p.fd);
	return ended;
}

/* The pids of our children, as text; empty if the kernel cannot tell. */
static void
child_list(char *text, size_t size)
{
	char path[64];
	ssize_t n = 0;
	int fd;

	snprintf(path, sizeof path, "/proc/self/task/%ld/children",
	    (long)getpid());
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) != -1) {
		n = descriptors_read(fd, text, size - 1);
		close(fd);
	}
	text[n > 0 ? n : 0] = '\0';
}

int
child_signal_all(int sig)
{
	char text[4096], *next = text, *end;
	int n = 0;
	long pid;

	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	child_list(text, sizeof text);
	/* A truncated pid at the end has no space after it. */
	while ((pid = strtol(next, &end, 10)) > 1 && *end == ' ') {
		next = end;
		if (getpgid((pid_t)pid) != getpgid(0))
			continue;
		(void)kill((pid_t)pid, sig);
		n++;
	}
	return n;
}

/* --- ancestors --- */

enum { DEPTH = 24 };		/* most ancestors checked */

/* Fields 4 and 22 of proc_pid_stat(5): the parent, and the start in ticks. */
static bool
proctree_read(pid_t pid, pid_t *parent, unsigned long long *start)
{
	char path[64], text[1024], *name;
	long up;
	ssize_t n;
	int fd;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return false;
	n = descriptors_read(fd, text, sizeof text - 1);
	close(fd);
	text[n < 0 ? 0 : n] = '\0';
	/* The name, in parentheses, may hold any characters. */
	if ((name = strrchr(text, ')')) == NULL || sscanf(name + 1,
	    " %*c %ld %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s %*s "
	    "%*s %*s %*s %llu", &up, start) != 2)
		return false;
	*parent = (pid_t)up;
	return true;
}

int
child_generation(pid_t pid, pid_t ancestor)
{
	unsigned long long start, younger = 0;
	pid_t parent;
	int i;

	for (i = 0; i < DEPTH && pid > 1; i++, pid = parent) {
		if (!proctree_read(pid, &parent, &start) ||
		    (i > 0 && start > younger))
			return 0;
		if (pid == ancestor)
			return i;
		younger = start;
	}
	return 0;
}
