/* SPDX-License-Identifier: ISC */
/* The process of ssh: starts it, signals it, notes its stop and end. */
#ifndef SSHP_SSH_CHILD_H
#define SSHP_SSH_CHILD_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"
#include "sys/subprocess.h"

/* The kept ssh.  Zero: none. */
struct ssh_child {
	pid_t pid;		/* 0: none runs */
	bool exited;		/* ssh exited; sshp waits for the last events */
	int exit;		/* value as for ON_EXIT */
	int64_t exit_due;	/* end of that wait, ms */
	int stopped;		/* the signal that stopped it, or 0 */
	int64_t stopped_due;	/* when the stop counts, ms */
};

/*
 * Starts the program at path.  Returns 0; or -1 and errno, and then s is as
 * after an exit.
 */
int	ssh_child_start(struct ssh_child *s, const struct subprocess *as,
	    const char *path, char *const *argv, int64_t now);

/* ssh could not be started: the same as if ssh had exited at once. */
void	ssh_child_failed(struct ssh_child *s, int64_t now);

void	ssh_child_signal(const struct ssh_child *s, int sig);

/* Call after SIGCHLD. */
void	ssh_child_reap(struct ssh_child *s, int64_t now);

/*
 * ^Z reached us, and therefore ssh, too.  Waits a limited time for ssh to stop,
 * because ssh may first reset the terminal.
 */
void	ssh_child_suspended(struct ssh_child *s, int64_t now);

/* The signal that stopped ssh, once, and only if the stop lasts; or 0. */
int	ssh_child_stopped(struct ssh_child *s, int64_t now);

/*
 * True, once, when ssh has ended.  guarded: an event of its guard is still
 * missing, so waits for that event until s->exit_due.  s->exit says how ssh
 * ended.
 */

bool	ssh_child_ended(struct ssh_child *s, int64_t now, bool guarded);

void	ssh_child_lower(const struct ssh_child *s, struct loop *l);

#endif
