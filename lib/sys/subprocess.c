/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/child.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/signals.h"
#include "sys/subprocess.h"

/* Becomes the user, for good; 0, or -1 and errno. */
static int
subprocess_become(const struct subprocess_user *u)
{
	if (u == NULL)
		return 0;
	return initgroups(u->name, u->gid) == -1 || setgid(u->gid) == -1 ||
	    setuid(u->uid) == -1 || chdir("/") == -1 ? -1 : 0;
}

/* The child, until exec; writes the errno of a failed exec to fd. */
static void
subprocess_child(const struct subprocess *s, pid_t parent, int fd,
    const char *path, char *const *argv)
{
	const char *const *e;
	int error;

	if (subprocess_become(s->user) == -1)
		goto out;
	if (s->session)
		(void)setsid();
	/* After the change of the account, which would clear this. */
	if (s->dies != 0)
		child_dies_by(s->dies, parent);
	signals_reset();
	descriptors_restore();
	if (s->group)
		(void)setpgid(0, 0);
	if (s->deaf) {
		signal(SIGHUP, SIG_IGN);
		signal(SIGINT, SIG_IGN);
		signal(SIGQUIT, SIG_IGN);
	}
	if ((s->null_in && descriptors_null(STDIN_FILENO) == -1) ||
	    (s->in != 0 && dup2(s->in, STDIN_FILENO) == -1) ||
	    (s->out != 0 && dup2(s->out, STDOUT_FILENO) == -1) ||
	    (s->err != 0 && dup2(s->err, STDERR_FILENO) == -1))
		goto out;
	for (e = s->env; e != NULL && *e != NULL; e++)
		if (putenv((char *)(size_t)*e) != 0)
			goto out;
	execv(path, argv);
out:
	error = errno;
	(void)descriptors_write(fd, &error, sizeof error);
	_exit(127);
}

/* Waits for the child's exec; 0, or -1 and the errno of exec. */
static int
subprocess_learn(pid_t pid, int fd)
{
	int error;

	if (descriptors_read(fd, &error, sizeof error) !=
	    (ssize_t)sizeof error)
		return 0;
	while (waitpid(pid, NULL, 0) == -1 && errno == EINTR)
		;
	errno = error;
	return -1;
}

pid_t
subprocess(const struct subprocess *s, const char *path, char *const *argv)
{
	pid_t pid, parent = getpid();
	int fd[2], failed, saved;

	if (descriptors_pipe(fd) == -1)
		return -1;
	if ((pid = fork()) == 0)
		subprocess_child(s, parent, fd[1], path, argv);
	saved = errno;
	close(fd[1]);
	errno = saved;
	failed = pid == -1 ? -1 : subprocess_learn(pid, fd[0]);
	saved = errno;
	close(fd[0]);
	errno = saved;
	return failed == -1 ? -1 : pid;
}

/* Output of a child. */
struct collect {
	int fd;
	char *text;
	size_t n, room;
};

static void
collect_close(struct collect *c)
{
	if (c->fd != -1)
		close(c->fd);
	c->fd = -1;
}

/* Reads once; closes fd at its end, or if memory runs out. */
static void
collect_more(struct collect *c)
{
	ssize_t n;
	char *more;

	if (c->n + 4096 > c->room) {
		c->room = 2 * c->room + 8192;
		if ((more = realloc(c->text, c->room)) == NULL)
			goto end;
		c->text = more;
	}
	n = descriptors_read(c->fd, c->text + c->n, c->room - c->n - 1);
	if (n > 0) {
		c->n += (size_t)n;
		c->text[c->n] = '\0';
		return;
	}
end:
	collect_close(c);
}

/* Reads both until their ends; kills the child pid after limit, ms. */
static void
collect_all(struct collect *a, struct collect *b, pid_t pid, int limit)
{
	int64_t end = clock_now() + limit, left;
	struct pollfd set[2];

	while (a->fd != -1 || b->fd != -1) {
		set[0] = (struct pollfd){ .fd = a->fd, .events = POLLIN };
		set[1] = (struct pollfd){ .fd = b->fd, .events = POLLIN };
		left = limit == -1 ? -1 : end - clock_now();
		if (limit != -1 && left <= 0) {
			(void)kill(pid, SIGKILL);
			collect_close(a);
			collect_close(b);
			return;
		}
		if (poll(set, 2, (int)left) == -1)
			continue;
		if (set[0].revents != 0)
			collect_more(a);
		if (set[1].revents != 0)
			collect_more(b);
	}
}

int
subprocess_collect(const struct subprocess *how, const char *path,
    char *const *argv, int limit, char **out, size_t *out_len, char **err)
{
	struct subprocess s = *how;
	int o[2], e[2], status, saved;
	struct collect a, b;
	pid_t pid;

	if (descriptors_pipe(o) == -1)
		return -1;
	if (descriptors_pipe(e) == -1) {
		close(o[0]);
		close(o[1]);
		return -1;
	}
	s.out = o[1];
	s.err = e[1];
	pid = subprocess(&s, path, argv);
	saved = errno;
	close(o[1]);
	close(e[1]);
	a = (struct collect){ .fd = o[0], .text = calloc(1, 1), .room = 1 };
	b = (struct collect){ .fd = e[0], .text = calloc(1, 1), .room = 1 };
	collect_all(&a, &b, pid, pid == -1 ? -1 : limit);
	*out = a.text;
	*out_len = a.n;
	*err = b.text;
	errno = saved;
	if (pid == -1)
		return -1;
	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return status;
}

int
subprocess_capture(const char *path, char *const *argv, int limit, char **out,
    size_t *out_len, char **err)
{
	return subprocess_collect(&(struct subprocess){ .null_in = true },
	    path, argv, limit, out, out_len, err);
}
