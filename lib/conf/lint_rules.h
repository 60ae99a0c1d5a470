/* SPDX-License-Identifier: ISC */
/* Declares the lines and the functions that the files of lint share. */
#ifndef CONF_LINT_RULES_H
#define CONF_LINT_RULES_H

#include "conf/lint.h"

/* A Host or Match block; NULL stands for the lines before the first block. */
struct lint_block {
	struct lint_block *next;
	struct lint_block *outer;	/* block of the Include of this file */
	struct origin at;
	const char *const *word;	/* of a Host line; NULL: another line */
	size_t n, number;		/* blocks before it, and 1 */
	bool always;			/* applies to every host */
	bool narrow;			/* a Host line of names, no patterns */
};

/* Any other line. */
struct lint_item {
	struct lint_item *next;
	struct lint_block *block;
	struct origin at;
	enum keyword k;			/* KEYWORDS: unknown to ssh and us */
	enum keyword row;		/* k before aliases are resolved */
	const char *name;		/* the keyword in lower case */
	const char *spelled;		/* the keyword as written */
	const char *value;		/* as written */
	const char *word;		/* the first word of the value; "" */
	const char *const *words;
	size_t n, order;		/* words; lines before it */
};

/* By what the rules look up lines and blocks; l->line. */
enum lint_kind {
	LINES,			/* by keyword: all */
	LINES_WIDE,		/* by keyword: of blocks that are not narrow */
	LINES_OF_BLOCK,		/* by block and keyword */
	LINES_OF_NAME,		/* by name of the keyword, known or not */
	LINES_OF_PERSIST,	/* of our keywords */
	LINES_OF_PORT,		/* by port: forwards of tunnels */
	LINES_OF_LISTENER,	/* by port and address: the same */
	BLOCKS_OF_HOST		/* by name: narrow blocks that have it */
};

/* --- lint_findings.c --- */

/* Remembers that path is the next file. */
void	lint_add_file(struct lint *l, const char *path);

/* Sorts the findings by file and line. */
void	lint_sort(struct lint *l);

/* Adds a finding about the line at at, unless it is there. */
void	lint_found(struct lint *l, enum lint_level level, struct origin at,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/*
 * Adds a finding that says why ssh rejects the line, if it does: the finding
 * takes the place of ssh's own complaint, and becomes an error.
 */
void	lint_cause(struct lint *l, enum lint_level level, struct origin at,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Adds ssh's own complaint about a line, unless the line has a complaint. */
void	lint_said(struct lint *l, enum lint_level level, struct origin at,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* --- the rules --- */

/* Rules for a line of any kind, while it is read: characters. */
void	lint_characters(struct lint *l, struct origin at,
	    const char *const *word, size_t n);

/* Rules for the patterns of a Host line. */
void	lint_host(struct lint *l, const struct lint_block *b);

/* The rules for an unknown keyword: plain ssh rejects the whole file. */
void	lint_unknown(struct lint *l, const struct lint_item *i);

/* All rules about a line, alone or together with other lines. */
void	lint_rules(struct lint *l, const struct lint_item *i);

/* --- lint_text.c: characters and words --- */

/*
 * The first invisible character of text, which is no tab: its length in *n, and
 * its name in *name.  NULL if there is none.
 */
const char	*lint_invisible(const char *text, size_t *n,
		    const char **name);

/*
 * The keyword that the user meant with name, spelled as in the manual, and its
 * row in *k; NULL if none is similar.  Without invisible characters name may be
 * a keyword itself.
 */
const char	*lint_meant(struct pool *p, const char *name, enum keyword *k);

/* --- lint_blocks.c: the hosts of a block, lines that have no effect --- */

/* True if the value is yes, or none; i may be NULL. */
bool	lint_yes(const struct lint_item *i);
bool	lint_none(const struct lint_item *i);

/* True if both are the same line, of a file that is included twice. */
bool	lint_same_line(const struct lint_item *a, const struct lint_item *b);

/* True if block a applies to every host to which block b applies. */
bool	lint_covers(const struct lint_block *a, const struct lint_block *b);

/* True if no host has both blocks. */
bool	lint_disjoint(const struct lint_block *a, const struct lint_block *b);

/* Marks b as narrow, if it is. */
void	lint_add_block(struct lint *l, struct lint_block *b);

/* Adds a line to those that the rules look up. */
void	lint_add_line(struct lint *l, const struct lint_item *i);

/* The first line of keyword k in block b itself; or NULL. */
const struct lint_item	*lint_in_block(const struct lint *l,
			    const struct lint_block *b, enum keyword k);

/* True if line j is what the caller looks for; arg is the caller's. */
typedef bool	lint_test(struct lint *l, const struct lint_item *j,
		    const void *arg);

/*
 * The first line of keyword k that passes the test, among the lines whose block
 * has a host in common with block b, or may have one; or NULL.
 */
const struct lint_item	*lint_first(struct lint *l,
			    const struct lint_block *b, enum keyword k,
			    lint_test *test, const void *arg);

/* The one of two lines that comes first; each may be NULL. */
const struct lint_item	*lint_earlier(const struct lint_item *a,
			    const struct lint_item *b);

/* True if the block surely applies to more than one name. */
bool	lint_several(const struct lint_block *b);

/* The line that sets k for every host of block b; NULL: there is none. */
const struct lint_item	*lint_sets(struct lint *l,
			    const struct lint_block *b, enum keyword k);

/* A line that may set k for a host of block b; NULL: there is none. */
const struct lint_item	*lint_may_set(struct lint *l,
			    const struct lint_block *b, enum keyword k);

/*
 * The rule for a line that has no effect, because another line sets the same
 * first for all hosts of its block.
 */
void	lint_no_effect(struct lint *l, const struct lint_item *i);

#endif
