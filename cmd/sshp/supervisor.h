/* SPDX-License-Identifier: ISC */
/* Keeps one connection: the loop, the signals, the start and the end. */
#ifndef SSHP_SUPERVISOR_H
#define SSHP_SUPERVISOR_H

#include "plan/plan.h"
#include "sshp/publication.h"
#include "supervise/session.h"
#include "sys/log.h"
#include "sys/rundir.h"

/* The result of an evaluation of ssh_config between two attempts. */
struct supervisor_change {
	char say[600];		/* for the user, once; "": nothing */
	bool taken;	/* the plans follow it: the other fields are valid */
	const struct plan *was;	/* the plan before */
	bool elsewhere;		/* it goes to another account or server */
	bool otherwise;		/* through other jump hosts or proxies */
	const struct identity *identity;
	struct session session;	/* a session as sshp would start it now */
};

struct supervisor_options {
	const struct plan *plan;
	const struct plan *apart; /* used while the user's ControlPath is taken;
				   way PLAN_SSH: there is no such plan */
	const char *name;	/* the destination as typed */
	const char *ssh;	/* absolute path */
	struct log *log;
	struct rundir *dir;
	struct publication *record;	/* lock, status and history */
	/*
	 * Creates dir and plan again, at the same addresses.  Returns 0, or -1
	 * with a message printed.
	 */
	int (*renew)(void *);
	/*
	 * evaluate runs in a child: it evaluates ssh_config again and writes
	 * the result to fd.  take reads that result, n bytes; NULL: the
	 * evaluation was too late.
	 */
	void (*evaluate)(void *, int fd);
	void (*take)(void *, const char *text, size_t n,
	    struct supervisor_change *c);
	void *arg;
	int signals;		/* supervisor_catch() */
	int caller;		/* of -f: receives our status; else -1 */
	int manager;		/* gets a newline when we are ready; -1: none */
	const char *askpass; /* path of sshp-askpass, with PersistPassword;
			      or NULL */
	bool answers;		/* the user's SSH_ASKPASS may answer */
	const char *shell;	/* "SHELL=..." for ssh; NULL: unchanged */
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
