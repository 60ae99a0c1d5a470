/* SPDX-License-Identifier: ISC */
#ifndef RUN_SSHP_KNOWN_H
#define RUN_SSHP_KNOWN_H

#include "conf/commandline.h"
#include "conf/config.h"
#include "plan/plan.h"
#include "run/surroundings.h"
#include "sys/log.h"
#include "sys/rundir.h"

/* What the files of sshp share, and nobody else includes. */

enum { HOPS = 8 };	/* jump hosts, at most */

/* All that is known before anything is run. */
struct sshp {
	struct log log;
	char *ssh, *guard;	/* absolute paths */
	char *askpass;		/* another, with PersistPassword; or NULL */
	char refused[400];	/* why ssh, as we read it, rejects the files; "" */
	struct commandline line;
	struct config config;
	struct surroundings world;
	struct rundir dir;
	int signals;		/* keeper_catch(); for a kept one */
	int manager;		/* SSHP_NOTIFY_FD, or -1 */
	struct destination hop[HOPS];
	size_t hops;
	struct words first_line; /* ssh's to the first of them */
	struct config *first;	/* what that comes to; NULL: not known */
};

/* Says "object: problem"; returns 255. */
int	sshp_fail(const struct sshp *p, const char *object,
	    const char *problem);

/* --- sshp_kept.c --- */

/*
 * The variable for ssh, where ours names no shell that could start the guard,
 * as a service's user may have; or NULL.
 */
const char	*sshp_shell(const struct plan *plan);

/* Keeps what plan, made from f, says; returns the status to exit with. */
int	sshp_kept(struct sshp *p, struct plan *plan,
	    const struct plan_facts *f);

#endif
