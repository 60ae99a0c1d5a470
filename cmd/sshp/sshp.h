/* SPDX-License-Identifier: ISC */
/* The data and functions that only the files of sshp share. */
#ifndef SSHP_SSHP_H
#define SSHP_SSHP_H

#include "conf/commandline.h"
#include "conf/config.h"
#include "load/evaluator.h"
#include "plan/plan.h"
#include "sys/log.h"
#include "sys/rundir.h"

enum { HOPS = 8 };	/* jump hosts, at most */

/* The result of ssh_config(5), for one attempt. */
struct evaluated {
	struct config config;
	struct destination hop[HOPS];
	size_t hops;
	struct words first_line; /* command line of the ssh to hop[0] */
	struct config *first;	/* its settings; NULL: not known */
	struct words hosts;	/* account and address of all jump hosts, to
				   detect changes for PersistPassword */
};

/* All that sshp knows before it runs ssh. */
struct sshp {
	struct log log;
	char *ssh, *guard;	/* absolute paths */
	char *askpass;		/* the same, with PersistPassword; or NULL */
	char refused[400]; /* why sshp expects ssh to reject the files; or
			      "" */
	struct commandline line;
	struct evaluated now;	/* the last valid evaluation */
	struct evaluator world;
	struct rundir dir;
	int signals;		/* supervisor_catch(), for a kept connection */
	int manager;		/* SSHP_NOTIFY_FD, or -1 */
	const char *snapshot;	/* file that a kept ssh reads; NULL: the user's
				   files */
	char snapshot_path[100];
	bool unwritten;		/* reported that the snapshot failed */
};

/* --- config.c --- */

struct plan_facts	sshp_facts(struct sshp *p, const struct evaluated *e,
			    bool kept);

/* Finds the jump hosts of e, and the settings for the first. */
void	evaluated_hops(struct sshp *p, struct evaluated *e);

void	evaluated_close(struct evaluated *e);

/* In a child: evaluates ssh_config again, and writes the result to fd. */
void	sshp_evaluate(struct sshp *p, int fd);

/*
 * Reads the output of sshp_evaluate(), n bytes at text; NULL: the evaluation
 * was too late.  Returns 0; or -1 and the reason in why, size bytes.
 */
int	evaluated_read(struct sshp *p, struct evaluated *e, const char *text,
	    size_t n, char *why, size_t size);

/* Writes the snapshot of p->now into p->dir. */
void	sshp_snapshot(struct sshp *p);

/* --- mode.c --- */

/* Prints "object: problem"; returns 255. */
int	sshp_fail(const struct sshp *p, const char *object,
	    const char *problem);

/* Becomes ssh.  Returns 255, with a message printed, if that failed. */
int	sshp_exec(const struct sshp *p, char **argv);

/* Warns about a tunnel without Persist: the user may expect reconnects. */
void	mode_warn_unkept(const struct sshp *p);

/*
 * Runs ssh once, or keeps the connection of p->now.  Returns the exit status;
 * does not return if sshp becomes ssh.
 */
int	mode_run(struct sshp *p);

#endif
