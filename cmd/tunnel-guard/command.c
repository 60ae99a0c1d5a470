/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/words.h"
#include "sys/child.h"
#include "sys/descriptors.h"
#include "sys/subprocess.h"
#include "tunnel-guard/command.h"

/* Runs the command in the shell that ssh itself would use. */
static pid_t
command_spawn(const char *command, int in, int out)
{
	const struct subprocess s = { .in = in, .out = out, .dies = SIGKILL };
	const char *shell = getenv("SHELL");
	struct words argv = { 0 };
	pid_t pid = -1;

	if (shell == NULL || *shell == '\0')
		shell = "/bin/sh";
	words_add(&argv, "%s", shell);
	words_add(&argv, "-c");
	words_add(&argv, "exec %s", command);
	errno = ENOMEM;
	if (!argv.failed)
		pid = subprocess(&s, shell, argv.word);
	words_free(&argv);
	return pid;
}

static void
command_shut(int *fd)
{
	if (*fd != -1)
		close(*fd);
	*fd = -1;
}

int
command_open(struct command *w, const char *command)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, saved, i;

	*w = (struct command){ .pid = -1, .to = -1, .from = -1 };
	child_adopt();
	if (descriptors_pipe(in) == 0 && descriptors_pipe(out) == 0 &&
	    descriptors_nonblock(in[1]) == 0 &&
	    descriptors_nonblock(out[0]) == 0)
		w->pid = command_spawn(command, in[0], out[1]);
	saved = errno;
	command_shut(&in[0]);
	command_shut(&out[1]);
	if (w->pid != -1) {
		w->to = in[1];
		w->from = out[0];
		return 0;
	}
	for (i = 0; i < 2; i++) {
		command_shut(&in[i]);
		command_shut(&out[i]);
	}
	w->pid = 0;
	errno = saved;
	return -1;
}

bool
command_ended(struct command *w, int ms)
{
	if (w->pid != 0 && child_ended(w->pid, ms, &w->status))
		w->pid = 0;
	return w->pid == 0;
}

char *
command_text(const struct command *w, char *out, size_t size)
{
	if (WIFSIGNALED(w->status))
		snprintf(out, size, "the command was killed by signal %d",
		    WTERMSIG(w->status));
	else
		snprintf(out, size, "the command exited with status %d",
		    WEXITSTATUS(w->status));
	return out;
}

/*
 * Ends the command's remaining children in our process group.  The guard may
 * end them, because they were below it and have no group or session of their
 * own.
 */
static void
command_rest(void)
{
	enum { NAP = 20 };	/* ms */
	static const struct {
		int sig;
		int naps;
	} step[] = { { SIGHUP, 15 }, { SIGTERM, 50 }, { SIGKILL, 50 } };
	size_t i;
	int n;

	for (i = 0; i < sizeof step / sizeof *step; i++) {
		if (child_signal_all(step[i].sig) == 0)
			return;
		/* Orphans of these processes become ours, too. */
		for (n = 0; n < step[i].naps && child_signal_all(step[i].sig ==
		    SIGKILL ? SIGKILL : 0) > 0; n++)
			(void)poll(NULL, 0, NAP);
	}
}

void
command_close(struct command *w)
{
	static const struct {
		int sig;	/* 0: the closed pipes alone */
		int grace;	/* time to exit, ms */
	} step[] = {
		{ 0, 200 }, { SIGHUP, 1000 }, { SIGTERM, 1000 },
		{ SIGKILL, 1000 },
	};
	size_t i;

	command_shut(&w->to);
	command_shut(&w->from);
	for (i = 0; i < sizeof step / sizeof *step && w->pid != 0; i++) {
		if (step[i].sig != 0)
			(void)kill(w->pid, step[i].sig);
		(void)command_ended(w, step[i].grace);
	}
	command_rest();
}
