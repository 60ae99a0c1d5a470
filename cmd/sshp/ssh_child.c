/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <signal.h>

#include "sshp/ssh_child.h"
#include "supervise/session.h"

enum {
	FAILED = 255,
	SETTLE = 50,		/* a stop counts if it lasts, ms */
	STOPS = 5000,		/* limit for ssh to stop after ^Z, ms */
	LAST_EVENTS = 1000	/* limit for the guard's, after ssh's end, ms */
};

int
ssh_child_start(struct ssh_child *s, const struct subprocess *as,
    const char *path, char *const *argv, int64_t now)
{
	*s = (struct ssh_child){ .pid = subprocess(as, path, argv) };
	if (s->pid != -1)
		return 0;
	ssh_child_failed(s, now);
	return -1;
}

void
ssh_child_failed(struct ssh_child *s, int64_t now)
{
	*s = (struct ssh_child){ .exited = true, .exit = FAILED,
	    .exit_due = now };
}

void
ssh_child_signal(const struct ssh_child *s, int sig)
{
	if (s->pid > 0)
		(void)kill(s->pid, sig);
}

void
ssh_child_reap(struct ssh_child *s, int64_t now)
{
	int status;

	while (s->pid > 0 && waitpid(s->pid, &status,
	    WNOHANG | WUNTRACED | WCONTINUED) == s->pid) {
		if (WIFSTOPPED(status)) {
			s->stopped = WSTOPSIG(status);
			s->stopped_due = now + SETTLE;
		} else if (WIFCONTINUED(status)) {
			s->stopped = 0;
		} else {
			*s = (struct ssh_child){
				.exited = true,
				.exit = WIFSIGNALED(status) ?
				    SESSION_SIGNAL + WTERMSIG(status) :
				    WEXITSTATUS(status),
				.exit_due = now + LAST_EVENTS,
			};
		}
	}
}

void
ssh_child_suspended(struct ssh_child *s, int64_t now)
{
	if (s->stopped != 0)
		return;
	s->stopped = SIGTSTP;
	s->stopped_due = now + STOPS;
}

int
ssh_child_stopped(struct ssh_child *s, int64_t now)
{
	int sig = s->stopped;

	if (sig == 0 || now < s->stopped_due)
		return 0;
	s->stopped = 0;
	return sig;
}

bool
ssh_child_ended(struct ssh_child *s, int64_t now, bool guarded)
{
	if (!s->exited || (guarded && now < s->exit_due))
		return false;
	s->exited = false;
	return true;
}

void
ssh_child_lower(const struct ssh_child *s, struct loop *l)
{
	if (s->exited)
		loop_lower(l, s->exit_due);
	if (s->stopped != 0)
		loop_lower(l, s->stopped_due);
}
