/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/shell.h"
#include "sys/subprocess.h"

int
shell_status(const char *command)
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
