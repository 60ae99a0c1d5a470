/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/subprocess.h"
#include "sys/user_command.h"

/* Reaps the killed command; one that hangs in the kernel may end later. */
static void
user_command_bury(struct user_command *j)
{
	if (j->killed != 0 && waitpid(j->killed, NULL, WNOHANG) != 0)
		j->killed = 0;
}

int
user_command_start(struct user_command *j, const char *command,
    const char *const *env, bool quiet)
{
	const char *shell = getenv("SHELL");
	const char *argv[] = { shell, "-c", command, NULL };
	struct subprocess s = { .env = env, .null_in = true, .dies = SIGKILL,
	    .group = true };
	int saved;

	user_command_bury(j);
	if (j->killed != 0) {
		errno = EBUSY;
		return -1;
	}
	if (shell == NULL || *shell == '\0')
		argv[0] = "/bin/sh";
	s.out = descriptors_null_fd();
	if (quiet)
		s.err = s.out;
	j->pid = subprocess(&s, argv[0], (char *const *)(size_t)argv);
	saved = errno;
	if (s.out != 0)
		close(s.out);
	errno = saved;
	if (j->pid != -1)
		return 0;
	j->pid = 0;
	return -1;
}

bool
user_command_ended(struct user_command *j, int *status)
{
	int waited;

	user_command_bury(j);
	if (j->pid == 0 || waitpid(j->pid, &waited, WNOHANG) != j->pid)
		return false;
	*status = WIFSIGNALED(waited) ? USER_COMMAND_SIGNAL + WTERMSIG(waited) :
	    WEXITSTATUS(waited);
	j->pid = 0;
	return true;
}

void
user_command_kill(struct user_command *j)
{
	if (j->pid == 0)
		return;
	(void)kill(-j->pid, SIGKILL);
	j->killed = j->pid;
	j->pid = 0;
	user_command_bury(j);
}

char *
user_command_text(int status, char text[USER_COMMAND_TEXT])
{
	if (status >= USER_COMMAND_SIGNAL)
		snprintf(text, USER_COMMAND_TEXT, "ended by signal %d",
		    status - USER_COMMAND_SIGNAL);
	else
		snprintf(text, USER_COMMAND_TEXT, "exit status %d", status);
	return text;
}

/* --- the shell --- */

int
user_command_status(const char *command)
{
	char *argv[4], *shell = getenv("SHELL");
	struct subprocess s = { .null_in = true };
	int status = -1, null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	pid_t pid = -1;

	if (shell == NULL)
		shell = (char *)(size_t)"/bin/sh";
	s.out = null;
	argv[0] = shell;
	argv[1] = (char *)(size_t)"-c";
	argv[2] = (char *)(size_t)command;
	argv[3] = NULL;
	if (null != -1)
		pid = subprocess(&s, shell, argv);
	if (null != -1)
		close(null);
	while (pid != -1 && waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return pid != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
