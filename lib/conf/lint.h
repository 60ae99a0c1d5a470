/* SPDX-License-Identifier: ISC */
/* Finds mistakes in a file of ssh_config. */
#ifndef CONF_LINT_H
#define CONF_LINT_H

#include "conf/evaluator_callbacks.h"

/* What is wrong or foolish in files of ssh_config(5), and the cure. */

enum lint_level {
	LINT_ERROR,		/* ssh rejects it, or it can't do what it says */
	LINT_WARNING,		/* it does not do what it seems to */
	LINT_HINT		/* it could be better */
};

struct lint_finding {
	struct lint_finding *next;
	enum lint_level level;
	struct origin at;
	const char *text;
};

struct lint_item;
struct lint_block;

struct lint {
	const struct config_source *source;
	struct pool pool;
	struct lint_item *first, **last;	/* lines with a value */
	struct lint_block *block;		/* the one being read */
	struct lint_finding *finding;		/* sorted by file and line */
	const char *const *file;		/* what was read, in order */
	size_t files, depth;
};

void	lint_open(struct lint *l, const struct config_source *s);

/*
 * Reads a file, and what it includes.  check: ssh asks for its owner and
 * mode.  Returns 0, or -1 if it can't be read, which *why explains.
 */
int	lint_read(struct lint *l, const char *path, enum origin_from from,
	    bool check, const char **why);

/* For config_source's complain(): what ssh itself would complain of. */
void	lint_complaint(struct lint *l, enum source_level level,
	    struct origin at, const char *text);

/* Judges all that was read. */
void	lint_judge(struct lint *l);

void	lint_close(struct lint *l);

#endif
