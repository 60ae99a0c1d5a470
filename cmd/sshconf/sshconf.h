/* SPDX-License-Identifier: ISC */
/* What the files of sshconf share. */
#ifndef SSHCONF_SSHCONF_H
#define SSHCONF_SSHCONF_H

#include "base/words.h"
#include "conf/config.h"
#include "conf/explain.h"
#include "conf/lint.h"
#include "load/evaluator.h"
#include "sys/log.h"

/* What the commands of sshconf(1) share, and nobody else includes. */

struct sshconf {
	struct log log;
	char *ssh;
	struct evaluator world;
	struct commandline line;
	struct config config;
	struct explain explain;
	struct lint lint;
	enum keyword keyword;	/* the one to explain; KEYWORDS: all */
	bool json;
	int hosts;		/* printed so far */
};

/* Each is a command; returns the status to exit with. */
int	sshconf_show(struct sshconf *c);
int	sshconf_explain(struct sshconf *c);
int	sshconf_hosts(struct sshconf *c);
int	sshconf_lint(struct sshconf *c, int argc, char **argv);

/* What the evaluator tells it meanwhile; the first argument is the sshconf. */
void	sshconf_explain_heard(void *arg, const struct heard *h);
void	sshconf_hosts_heard(void *arg, const struct heard *h);
void	sshconf_lint_heard(void *arg, enum source_level level,
	    struct origin at, const char *text);
void	sshconf_lint_oops(void *arg, struct origin at, const char *text);

/* --- print.c: what is common to what they print --- */

/* Complaints of ssh's, and of our own, on standard error. */
void	sshconf_complain(void *arg, enum source_level level,
	    struct origin at, const char *text);
void	sshconf_oops(void *arg, struct origin at, const char *text);

void	sshconf_lines(const struct words *lines);

/* The JSON object for the host, with value, JSON, as name; NULL: nothing. */
void	sshconf_object(struct sshconf *c, const char *name,
	    const char *value);

/*
 * ssh's own defaults: what it prints for no file at all; for free(3), or NULL,
 * which has been said.
 */
char	*sshconf_standard(const struct sshconf *c);

#endif
