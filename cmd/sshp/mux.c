/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/mux.h"
#include "sys/descriptors.h"
#include "sys/subprocess.h"

enum { LIMIT = 20000 };	/* ms */

/*
 * -F none and ProxyCommand=false, because without the socket ssh would connect
 * to the server.  No ClearAllForwardings, because that also clears the forward
 * of -O.
 */
static int
mux_start(struct mux *c, const char *ssh, const char *const *more,
    const char *control, int64_t now)
{
	const char *argv[20] = { ssh, "-F", "none", "-o",
	    "ProxyCommand=false", "-o", "LogLevel=QUIET", "-o", control };
	struct subprocess s = { .null_in = true, .dies = SIGKILL };
	int fd[2], n = 9;

	while (*more != NULL)
		argv[n++] = *more++;
	if (descriptors_pipe(fd) == -1)
		return -1;
	s.out = fd[1];
	s.err = descriptors_null_fd();
	c->pid = subprocess(&s, ssh, (char *const *)(size_t)argv);
	close(fd[1]);
	if (s.err != 0)
		close(s.err);
	if (c->pid == -1) {
		close(fd[0]);
		c->pid = 0;
		return -1;
	}
	(void)descriptors_nonblock(fd[0]);
	c->out = fd[0];
	c->due = now + LIMIT;
	return 0;
}

int
mux_forward(struct mux *c, const char *ssh, const char *control,
    const char *verb, char letter, const char *spec, int64_t now)
{
	const char option[] = { '-', letter, '\0' };
	const char *const more[] = { "-O", verb, option, spec, "sshp", NULL };

	return mux_start(c, ssh, more, control, now);
}

int
mux_command(struct mux *c, const char *ssh, const char *control,
    const char *command, int64_t now)
{
	const char *const more[] = { "-T", "sshp", command, NULL };

	return mux_start(c, ssh, more, control, now);
}

static void
mux_read(struct mux *c, char *text, size_t size)
{
	ssize_t n = descriptors_read(c->out, text, size - 1);

	text[n > 0 ? n : 0] = '\0';
	close(c->out);
	c->out = -1;
}

bool
mux_ended(struct mux *c, int64_t now, int *status, char *text, size_t size)
{
	int waited;

	if (c->pid == 0)
		return false;
	if (waitpid(c->pid, &waited, WNOHANG) == c->pid) {
		*status = WIFEXITED(waited) ? WEXITSTATUS(waited) : -1;
		c->pid = 0;
		c->due = SPAN_NEVER;
		mux_read(c, text, size);
		return true;
	}
	if (now < c->due)
		return false;
	mux_stop(c);
	*status = -1;
	text[0] = '\0';
	return true;
}

void
mux_stop(struct mux *c)
{
	if (c->pid != 0) {
		(void)kill(c->pid, SIGKILL);
		while (waitpid(c->pid, NULL, 0) == -1 && errno == EINTR)
			;
	}
	if (c->out != -1)
		close(c->out);
	*c = (struct mux){ .out = -1, .due = SPAN_NEVER };
}
