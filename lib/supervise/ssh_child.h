/* SPDX-License-Identifier: ISC */
/* How the process of ssh stopped or ended, and when that counts. */
#ifndef SUPERVISE_SSH_CHILD_H
#define SUPERVISE_SSH_CHILD_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

/* The kept ssh.  Zero: none.  The caller sets pid when it has started ssh. */
struct ssh_child {
	pid_t pid;		/* 0: none runs */
	bool exited;		/* ssh exited; sshp waits for the last events */
	int exit;		/* value as for ON_EXIT */
	int64_t exit_due;	/* end of that wait, ms */
	int stopped;		/* the signal that stopped it, or 0 */
	int64_t stopped_due;	/* when the stop counts, ms */
};

/* ssh could not be started: the same as if ssh had exited at once. */
void	ssh_child_failed(struct ssh_child *s, int64_t now);

/* waitpid(2) returned status at now, ms. */
void	ssh_child_changed(struct ssh_child *s, int status, int64_t now);

/*
 * ^Z reached us, and therefore ssh, too.  Waits a limited time for ssh to stop,
 * because ssh may first reset the terminal.
 */
void	ssh_child_suspended(struct ssh_child *s, int64_t now);

enum ssh_child_stop {
	SSH_CHILD_RUNS,
	SSH_CHILD_FROZEN,	/* by SIGSTOP, which no key sends */
	SSH_CHILD_SUSPENDED	/* by its user, who wants the terminal back */
};

/* How ssh was stopped; once, and only if the stop lasts. */
enum ssh_child_stop	ssh_child_stopped(struct ssh_child *s, int64_t now);

/*
 * True, once, when ssh has ended.  guarded: an event of its guard is still
 * missing, so waits for that event until s->exit_due.  s->exit says how ssh
 * ended.
 */
bool	ssh_child_ended(struct ssh_child *s, int64_t now, bool guarded);

/* When to call ssh_child_stopped() and ssh_child_ended(), ms. */
int64_t	ssh_child_due(const struct ssh_child *s);

#endif
