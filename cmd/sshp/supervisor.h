/* SPDX-License-Identifier: ISC */
/* Keeps one connection: its loop, its signals, its start and end. */
#ifndef SSHP_SUPERVISOR_H
#define SSHP_SUPERVISOR_H

#include "plan/plan.h"
#include "sshp/publication.h"
#include "supervise/session.h"
#include "sys/log.h"
#include "sys/rundir.h"

/* What came of an evaluation of ssh_config between two ssh's. */
struct supervisor_change {
	char say[600];		/* to the person, once; "": nothing */
	bool taken;	/* the plans are by it: all of the rest counts */
	const struct plan *was;	/* the plan before */
	bool elsewhere;		/* it leads to another account or server */
	bool otherwise;		/* or there by another way */
	const struct identity *identity;
	struct session session;	/* as it would start now */
};

struct supervisor_options {
	const struct plan *plan;
	const struct plan *apart; /* while the user's ControlPath is taken;
				   of another way: there is no such plan */
	const char *name;	/* what the person called it */
	const char *ssh;	/* absolute path */
	struct log *log;
	struct rundir *dir;
	struct publication *record;	/* what others may know of it */
	/* Makes dir and plan anew in their places; 0, or -1 with it said. */
	int (*renew)(void *);
	/*
	 * Evaluates ssh_config anew, in a child, and writes that to fd; what
	 * it wrote is taken by the other, n bytes, NULL: it was too late.
	 */
	void (*evaluate)(void *, int fd);
	void (*take)(void *, const char *text, size_t n,
	    struct supervisor_change *c);
	void *arg;
	int signals;		/* supervisor_catch() */
	int caller;		/* of -f: gets our status; else -1 */
	int manager;		/* gets a newline when we are ready; -1: none */
	const char *askpass; /* sshp-askpass, with PersistPassword; or NULL */
	bool answers;		/* an SSH_ASKPASS of the user's may be asked */
	const char *shell;	/* "SHELL=..." for ssh, or NULL: as it is */
};

/*
 * Catches the signals that end a supervisor, before anything is made that is to
 * be taken away again; a descriptor, or -1 and errno.
 */
int	supervisor_catch(void);

/*
 * Runs ssh until it is over, again and again.  Returns the status to exit
 * with; *stop is the signal to die of instead, or 0.
 */
int	supervisor_run(const struct supervisor_options *o, struct session *s,
	    int *stop);

#endif
