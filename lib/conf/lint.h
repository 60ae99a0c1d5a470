/* SPDX-License-Identifier: ISC */
/* Finds mistakes in files of ssh_config(5), and tells how to repair them. */
#ifndef CONF_LINT_H
#define CONF_LINT_H

#include "base/lookup.h"
#include "conf/evaluator_callbacks.h"

enum lint_level {
	LINT_ERROR,		/* ssh rejects the line, or it cannot work */
	LINT_WARNING,		/* the line does something else than it says */
	LINT_NOTE		/* there is a better way */
};

struct lint_finding {
	struct lint_finding *next;
	enum lint_level level;
	struct origin at;
	bool said;		/* text is in ssh's words */
	bool cause;		/* text says why ssh rejects the line, if it
				   does */
	const char *text;
	size_t file, order;	/* how many files, findings came before */
};

struct lint_item;
struct lint_block;

struct lint {
	const struct config_source *source;
	struct pool pool;
	struct lint_item *first, **last;	/* lines with a value */
	struct lint_block *block;		/* the block being read */
	struct lint_block *blocks;		/* all, the last one first */
	struct lint_finding *finding;		/* lint_judge() sorts them by
						   file and line */
	struct lookup line;	/* lines and blocks since lint_judge() */
	struct lookup found;	/* files and findings */
	size_t items, block_count, findings, depth;
	const char *root;	/* the first file since lint_judge() */
	const char *ignore;	/* for IgnoreUnknown; NULL: not yet known */
	const char *utf16;	/* the last file that is UTF-16, or NULL */
};

void	lint_open(struct lint *l, const struct config_source *s);

/*
 * Reads a file, and its includes.  check: ssh checks its owner and mode.
 * Returns 0, or -1 if it cannot be read, with the reason in *why.
 */
int	lint_read(struct lint *l, const char *path, enum origin_from from,
	    bool check, const char **why);

/* For config_source's complain(): adds ssh's own complaints. */
void	lint_complaint(struct lint *l, enum source_level level,
	    struct origin at, const char *text);

/*
 * Applies all rules to the lines that were read, and forgets the lines: files
 * that are read afterwards are judged alone.
 */
void	lint_judge(struct lint *l);

/*
 * A finding's text for a terminal: control characters, invisible characters
 * and bytes that are not UTF-8 become \\ooo.  For p to own.
 */
const char	*lint_visible(struct pool *p, const char *text);

/*
 * The ith keyword of ssh_config(5), as its manual spells it, without old names
 * and ours; NULL behind the last.
 */
const char	*lint_keyword(size_t i);

void	lint_close(struct lint *l);

#endif
