/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/wait.h>

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

#include "sys/pid1.h"

static const int passed[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1 };

static void
pid1_bury(pid_t child)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == child)
			_exit(WIFEXITED(status) ? WEXITSTATUS(status) :
			    128 + WTERMSIG(status));
}

int
pid1_step_aside(void)
{
	sigset_t set, old;
	siginfo_t info;
	pid_t child;
	size_t i;
	int sig;

	if (getpid() != 1)
		return 0;
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	for (i = 0; i < sizeof passed / sizeof *passed; i++)
		sigaddset(&set, passed[i]);
	sigprocmask(SIG_BLOCK, &set, &old);
	if ((child = fork()) <= 0) {
		sigprocmask(SIG_SETMASK, &old, NULL);
		return (int)child;
	}
	for (;;) {
		pid1_bury(child);
		sig = sigwaitinfo(&set, &info);
		/* si_code > 0: a key sent the signal, to the child, too. */
		if (sig > 0 && sig != SIGCHLD && info.si_code <= 0)
			(void)kill(child, sig);
	}
}
#else
#include "sys/pid1.h"

int
pid1_step_aside(void)
{
	return 0;
}
#endif
