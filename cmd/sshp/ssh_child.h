/* SPDX-License-Identifier: ISC */
/* The process of ssh: started, signalled, stopped, ended. */
#ifndef SSHP_SSH_CHILD_H
#define SSHP_SSH_CHILD_H

#include <sys/types.h>

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"
#include "sys/subprocess.h"

/* The ssh that is kept: started, signalled, stopped, ended.  Zero: none. */
struct ssh_child {
	pid_t pid;		/* 0: none runs */
	bool exited;		/* it has; the rest of its words is awaited */
	int exit;		/* as in ON_EXIT */
	int64_t exit_due;	/* no longer than that, ms */
	int stopped;		/* the signal that stopped it, or 0 */
	int64_t stopped_due;	/* when that counts, ms */
};

/* Starts the program at path; 0, or -1 and errno: then it has ended. */
int	ssh_child_start(struct ssh_child *s, const struct subprocess *as,
	    const char *path, char *const *argv, int64_t now);

/* It could not be started: the same as if it had ended at once. */
void	ssh_child_failed(struct ssh_child *s, int64_t now);

void	ssh_child_signal(const struct ssh_child *s, int sig);

/* SIGCHLD came. */
void	ssh_child_reap(struct ssh_child *s, int64_t now);

/*
 * ^Z reached us, and so it: its own stop is waited for, a while, for it may
 * have the terminal to put right before that.
 */
void	ssh_child_suspended(struct ssh_child *s, int64_t now);

/* The signal that stopped it, told once and if it lasts; 0: it runs. */
int	ssh_child_stopped(struct ssh_child *s, int64_t now);

/*
 * True, once, when it has ended and all about that is said; guarded: its guard
 * is yet to be heard.  s->exit is how.
 */
bool	ssh_child_ended(struct ssh_child *s, int64_t now, bool guarded);

void	ssh_child_lower(const struct ssh_child *s, struct loop *l);

#endif
