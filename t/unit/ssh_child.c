/* SPDX-License-Identifier: ISC */
/* How the process of ssh stopped or ended, and when that counts. */
#include <signal.h>

#include "../lib/tap.h"
#include "base/span.h"
#include "supervise/session.h"
#include "supervise/ssh_child.h"

/* Statuses as of waitpid(2); the kernels agree on these. */
#define EXITED(n) ((n) << 8)
#define KILLED(sig) (sig)
#define STOPPED(sig) ((sig) << 8 | 0x7f)

static struct ssh_child
child(void)
{
	return (struct ssh_child){ .pid = 42 };
}

static void
test_end(void)
{
	struct ssh_child s = child();

	ok(!ssh_child_ended(&s, 0, false) && ssh_child_due(&s) == SPAN_NEVER,
	    "an ssh that runs has not ended", NULL);
	ssh_child_changed(&s, EXITED(255), 1000);
	ok(s.pid == 0 && s.exit == 255 && ssh_child_ended(&s, 1000, false) &&
	    !ssh_child_ended(&s, 1000, false),
	    "without a guard, the end of ssh counts at once, and once", NULL);
	s = child();
	ssh_child_changed(&s, EXITED(0), 1000);
	ok(!ssh_child_ended(&s, 1999, true) && ssh_child_due(&s) == 2000 &&
	    ssh_child_ended(&s, 2000, true),
	    "the end of ssh waits a second for the last event of its guard",
	    NULL);
	s = child();
	ssh_child_changed(&s, KILLED(SIGKILL), 1000);
	ok(s.exit == SESSION_SIGNAL + SIGKILL,
	    "an ssh that a signal ended says so", NULL);
	ssh_child_failed(&s, 1000);
	ok(s.exit == 255 && ssh_child_ended(&s, 1000, true),
	    "an ssh that could not be started ends at once with 255", NULL);
}

static void
test_stop(void)
{
	struct ssh_child s = child();

	ok(ssh_child_stopped(&s, 0) == SSH_CHILD_RUNS,
	    "an ssh that runs is not stopped", NULL);
	ssh_child_changed(&s, STOPPED(SIGTSTP), 1000);
	ok(ssh_child_stopped(&s, 1049) == SSH_CHILD_RUNS &&
	    ssh_child_due(&s) == 1050 &&
	    ssh_child_stopped(&s, 1050) == SSH_CHILD_SUSPENDED &&
	    ssh_child_stopped(&s, 1050) == SSH_CHILD_RUNS,
	    "a stop by a key counts once, after it has lasted 50 ms", NULL);
	ssh_child_changed(&s, STOPPED(SIGSTOP), 1000);
	ok(ssh_child_stopped(&s, 1050) == SSH_CHILD_FROZEN,
	    "a SIGSTOP did not come from the user at the terminal", NULL);
	ssh_child_changed(&s, STOPPED(SIGTTIN), 1000);
	ssh_child_changed(&s, 0xffff, 1010);
	ok(ssh_child_stopped(&s, 2000) == SSH_CHILD_RUNS,
	    "a stop that ended again does not count", NULL);
	ssh_child_suspended(&s, 1000);
	ok(ssh_child_stopped(&s, 5999) == SSH_CHILD_RUNS &&
	    ssh_child_stopped(&s, 6000) == SSH_CHILD_SUSPENDED,
	    "after ^Z sshp waits at most 5 s for ssh to stop", NULL);
	ssh_child_suspended(&s, 1000);
	ssh_child_changed(&s, STOPPED(SIGTSTP), 1100);
	ok(ssh_child_stopped(&s, 1150) == SSH_CHILD_SUSPENDED,
	    "after ^Z sshp stops as soon as ssh has stopped", NULL);
}

int
main(void)
{
	test_end();
	test_stop();
	return tap_end();
}
