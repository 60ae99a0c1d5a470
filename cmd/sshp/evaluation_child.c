/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/span.h"
#include "compat/compat.h"
#include "sshp/evaluation_child.h"
#include "sys/child.h"
#include "sys/descriptors.h"
#include "sys/signals.h"

enum { MOST = 1 << 24 };	/* limit of the child's output, bytes */


void
evaluation_child_open(struct evaluation_child *r)
{
	*r = (struct evaluation_child){ .fd = -1, .due = SPAN_NEVER };
}

static _Noreturn void
evaluation_child_child(pid_t parent, int fd, int err,
    void (*evaluate)(void *, int), void *arg)
{
	child_dies_by(SIGKILL, parent);
	signals_reset();
	(void)setpgid(0, 0);
	/*
	 * Standard input becomes a pipe that nobody can read: an ssh_config
	 * named /dev/stdin was read at the start, and must not be empty now.
	 */
	if ((err != 0 && dup2(err, STDERR_FILENO) == -1) ||
	    dup2(fd, 3) == -1 || fcntl(3, F_SETFD, FD_CLOEXEC) == -1 ||
	    dup2(3, STDIN_FILENO) == -1 ||
	    descriptors_null(STDOUT_FILENO) == -1)
		_exit(1);
	closefrom(4);
	evaluate(arg, 3);
	_exit(0);
}

void
evaluation_child_reap(struct evaluation_child *r)
{
	if (r->killed != 0 && waitpid(r->killed, NULL, WNOHANG) != 0)
		r->killed = 0;
}

/* Gives a child that was killed a moment to end; -1: it hangs. */
static int
evaluation_child_wait(struct evaluation_child *r)
{
	const struct timespec step = { .tv_nsec = 5000000 };
	int i;

	for (i = 0; i < 20; i++) {
		evaluation_child_reap(r);
		if (r->killed == 0)
			return 0;
		(void)nanosleep(&step, NULL);
	}
	errno = EBUSY;
	return -1;
}

int
evaluation_child_start(struct evaluation_child *r,
    void (*evaluate)(void *, int), void *arg, int err, int64_t now)
{
	pid_t parent = getpid();
	int fd[2], saved;

	evaluation_child_stop(r);
	if (evaluation_child_wait(r) == -1 || descriptors_pipe(fd) == -1)
		return -1;
	if ((r->pid = fork()) == 0)
		evaluation_child_child(parent, fd[1], err, evaluate, arg);
	saved = errno;
	close(fd[1]);
	if (r->pid == -1) {
		close(fd[0]);
		r->pid = 0;
		errno = saved;
		return -1;
	}
	(void)setpgid(r->pid, r->pid);
	(void)descriptors_nonblock(fd[0]);
	r->fd = fd[0];
	r->due = now + EVALUATION_CHILD_LIMIT;
	r->n = 0;
	return 0;
}

void
evaluation_child_watch(struct evaluation_child *r, struct loop *l)
{
	r->slot = loop_watch(l, r->fd, POLLIN);
	loop_lower(l, r->due);
}

/* Reads once; -1 at the end of the output, or if memory ran out. */
static int
evaluation_child_read(struct evaluation_child *r)
{
	size_t room = 2 * r->room + 65536;
	char *more;
	ssize_t n;

	if (r->room - r->n < 4096) {
		if (room > MOST || (more = realloc(r->text, room)) == NULL)
			return -1;
		r->text = more;
		r->room = room;
	}
	n = descriptors_read(r->fd, r->text + r->n, r->room - r->n);
	if (n <= 0)
		return n == -1 && errno == EAGAIN ? 0 : -1;
	r->n += (size_t)n;
	return 0;
}

/* The child ends, or was killed. */
static void
evaluation_child_close(struct evaluation_child *r)
{
	/* First, because a child that still writes would never end. */
	close(r->fd);
	r->killed = r->pid;
	r->pid = 0;
	r->fd = -1;
	r->due = SPAN_NEVER;
	evaluation_child_reap(r);
}

enum evaluation_child_state
evaluation_child_take(struct evaluation_child *r, const struct loop *l)
{
	bool late = l->now >= r->due;

	if (loop_ready(l, r->slot) && evaluation_child_read(r) == -1) {
		/* A background process of a Match exec may go on. */
		evaluation_child_close(r);
		return EVALUATION_CHILD_ENDED;
	}
	if (!late)
		return EVALUATION_CHILD_RUNS;
	evaluation_child_stop(r);
	return EVALUATION_CHILD_LATE;
}

void
evaluation_child_stop(struct evaluation_child *r)
{
	if (r->pid == 0)
		return;
	(void)kill(-r->pid, SIGKILL);
	(void)kill(r->pid, SIGKILL);
	evaluation_child_close(r);
}
