/* SPDX-License-Identifier: ISC */
/* The data and functions that only the files of sshconf share. */

#ifndef SSHCONF_SSHCONF_H
#define SSHCONF_SSHCONF_H

#include "base/words.h"
#include "conf/config.h"
#include "conf/explain.h"
#include "conf/lint.h"
#include "load/evaluator.h"
#include "sys/log.h"

struct sshconf {
	struct log log;
	char *ssh;
	struct evaluator world;
	struct commandline line;
	struct config config;
	struct explain explain;
	struct lint lint;
	enum keyword keyword;	/* keyword to explain; KEYWORDS: all */
	bool all;		/* explain: also blocks that do not apply */
	bool json;
	int hosts;		/* printed so far */
	bool offline;		/* check: does not connect */
	struct words names;	/* check: names on Host lines, no patterns */
	struct words missing;	/* check: what is missing, as printed */
};

/* The commands; each returns the exit status. */
int	sshconf_show(struct sshconf *c);
int	sshconf_explain(struct sshconf *c);
int	sshconf_hosts(struct sshconf *c);
int	sshconf_check(struct sshconf *c);
int	sshconf_lint(struct sshconf *c, int argc, char **argv);

/* Hooks for the evaluator; arg is the struct sshconf. */
void	sshconf_explain_heard(void *arg, const struct heard *h);
void	sshconf_hosts_heard(void *arg, const struct heard *h);
void	sshconf_check_heard(void *arg, const struct heard *h);
void	sshconf_lint_heard(void *arg, enum source_level level,
	    struct origin at, const char *text);
void	sshconf_lint_oops(void *arg, struct origin at, const char *text);

/* --- print.c: common output --- */

/* Print complaints of ssh, and our own, on standard error. */
void	sshconf_complain(void *arg, enum source_level level,
	    struct origin at, const char *text);
void	sshconf_oops(void *arg, struct origin at, const char *text);

void	sshconf_lines(const struct words *lines);

/*
 * Prints the JSON object for the host, with the JSON text value as the member
 * name.  value NULL: prints nothing.
 */
void	sshconf_object(struct sshconf *c, const char *name,
	    const char *value);

/*
 * ssh's own defaults: the output of ssh -G without a file, for free(3).
 * Returns NULL with a message printed if that failed.
 */

char	*sshconf_standard(const struct sshconf *c);

#endif
