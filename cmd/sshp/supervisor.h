/* SPDX-License-Identifier: ISC */
/* Keeps one connection: the loop, the signals, the start and the end. */
#ifndef SSHP_SUPERVISOR_H
#define SSHP_SUPERVISOR_H

#include "plan/plan.h"
#include "sshp/plans.h"
#include "sshp/publication.h"
#include "supervise/session.h"
#include "sys/log.h"
#include "sys/rundir.h"

struct supervisor_options {
	const struct plan *plan;
	const struct plan *private_plan; /* as in struct plans */
	const char *name;	/* the destination as typed */
	const char *ssh;	/* absolute path */
	struct log *log;
	struct rundir *dir;
	struct publication *record;	/* lock, status and history */
	struct plans *plans;	/* owns both plans, which may change */
	int signals;		/* supervisor_catch() */
	int background;		/* background_fork(); -1: without -f */
	int manager;		/* gets a newline when we are ready; -1: none */
	const char *askpass; /* path of sshp-askpass, with PersistPassword;
			      or NULL */
	bool user_askpass;	/* ask_policy_user() */
};

/*
 * Catches the signals that end a supervisor.  Call before creating any file
 * that sshp must remove at its end.  Returns a descriptor, or -1 and errno.
 */
int	supervisor_catch(void);

/*
 * Runs ssh, again and again, until the session ends.  Returns the exit status;
 * *stop is the signal to die of instead, or 0.
 */
int	supervisor_run(const struct supervisor_options *o, struct session *s,
	    int *stop);

#endif
