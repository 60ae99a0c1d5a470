/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <signal.h>

#include "base/span.h"
#include "supervise/session.h"
#include "supervise/ssh_child.h"

enum {
	FAILED = 255,
	SETTLE = 50,		/* a stop counts if it lasts, ms */
	STOPS = 5000,		/* limit for ssh to stop after ^Z, ms */
	LAST_EVENTS = 1000	/* limit for the guard's, after ssh's end, ms */
};

void
ssh_child_failed(struct ssh_child *s, int64_t now)
{
	*s = (struct ssh_child){ .exited = true, .exit = FAILED,
	    .exit_due = now };
}

void
ssh_child_changed(struct ssh_child *s, int status, int64_t now)
{
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

void
ssh_child_suspended(struct ssh_child *s, int64_t now)
{
	if (s->stopped != 0)
		return;
	s->stopped = SIGTSTP;
	s->stopped_due = now + STOPS;
}

enum ssh_child_stop
ssh_child_stopped(struct ssh_child *s, int64_t now)
{
	int sig = s->stopped;

	if (sig == 0 || now < s->stopped_due)
		return SSH_CHILD_RUNS;
	s->stopped = 0;
	return sig == SIGSTOP ? SSH_CHILD_FROZEN : SSH_CHILD_SUSPENDED;
}

bool
ssh_child_ended(struct ssh_child *s, int64_t now, bool guarded)
{
	if (!s->exited || (guarded && now < s->exit_due))
		return false;
	s->exited = false;
	return true;
}

int64_t
ssh_child_due(const struct ssh_child *s)
{
	int64_t due = s->exited ? s->exit_due : SPAN_NEVER;

	return s->stopped != 0 && s->stopped_due < due ? s->stopped_due : due;
}
