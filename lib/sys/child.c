/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <sys/wait.h>

#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "compat/compat.h"
#include "sys/child.h"
#include "sys/clock.h"

enum { NAP = 20 };	/* between two looks where there is no pidfd, ms */

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
