/* SPDX-License-Identifier: ISC */
/* What the files of sshp share. */
#ifndef SSHP_SSHP_H
#define SSHP_SSHP_H

#include "conf/commandline.h"
#include "conf/config.h"
#include "load/evaluator.h"
#include "plan/plan.h"
#include "sys/log.h"
#include "sys/rundir.h"

/* What the files of sshp share, and nobody else includes. */

enum { HOPS = 8 };	/* jump hosts, at most */

/* What ssh_config(5) comes to, for one dial. */
struct evaluated {
	struct config config;
	struct destination hop[HOPS];
	size_t hops;
	struct words first_line; /* ssh's to the first of them */
	struct config *first;	/* what that comes to; NULL: not known */
	struct words way;	/* who and where all jump hosts are, for
				   PersistPassword; two are compared */
};

/* All that is known before anything is run. */
struct sshp {
	struct log log;
	char *ssh, *guard;	/* absolute paths */
	char *askpass;		/* another, with PersistPassword; or NULL */
	char refused[400]; /* why ssh, as we read it, rejects the files; "" */
	struct commandline line;
	struct evaluated now;	/* last, and good */
	struct evaluator world;
	struct rundir dir;
	int signals;		/* supervisor_catch(); for a kept one */
	int manager;		/* SSHP_NOTIFY_FD, or -1 */
	const char *snapshot;	/* what a kept ssh reads; NULL: the files */
	char snapshot_path[100];
	bool unwritten;		/* it could not be, and that was said */
};

/* Says "object: problem"; returns 255. */
int	sshp_fail(const struct sshp *p, const char *object,
	    const char *problem);

/* --- sshp_config.c --- */

struct plan_facts	sshp_facts(struct sshp *p, const struct evaluated *e,
			    bool kept);

/* The jump hosts of e, and what is set for the first. */
void	evaluated_hops(struct sshp *p, struct evaluated *e);

void	evaluated_close(struct evaluated *e);

/* In a child: evaluates all anew, and writes that to fd. */
void	sshp_evaluate(struct sshp *p, int fd);

/*
 * Reads what that wrote, n bytes at text; NULL: it was too late.  0; or -1
 * and why it is of no use.
 */
int	evaluated_read(struct sshp *p, struct evaluated *e, const char *text,
	    size_t n, char *why, size_t size);

/* Writes the snapshot of p->now into p->dir. */
void	sshp_snapshot(struct sshp *p);

/* --- sshp_kept.c --- */

/*
 * The variable for ssh, where ours names no shell that could start the guard,
 * as a service's user may have; or NULL.
 */
const char	*sshp_shell(const struct plan *plan);

/* Keeps what p->now says; returns the status to exit with. */
int	sshp_kept(struct sshp *p);

#endif
