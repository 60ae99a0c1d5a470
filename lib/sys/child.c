/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <signal.h>
#include <unistd.h>

#include "sys/child.h"

#ifdef __linux__
static void
child_ask(int sig)
{
	(void)prctl(PR_SET_PDEATHSIG, sig);
}
#else
static void
child_ask(int sig)
{
	(void)sig;
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
