/* SPDX-License-Identifier: ISC */
/* Declares the lines and the functions that the files of lint share. */
#ifndef CONF_LINT_RULES_H
#define CONF_LINT_RULES_H

#include "conf/lint.h"

/* A Host or Match block, or the lines before the first block. */
struct lint_block {
	struct lint_block *outer;	/* block of the Include of this file */
	struct origin at;		/* line 0: before the first block */
	const char *header;		/* "host a b"; "" */
	bool always;			/* applies to every host */
};

/* Any other line. */
struct lint_item {
	struct lint_item *next;
	struct lint_block *block;
	struct origin at;
	enum keyword k;			/* KEYWORDS: unknown to ssh and us */
	enum keyword row;		/* k before aliases are resolved */
	const char *name, *value;	/* as written; name in lower case */
	const char *word;		/* the first word of the value */
};

/* Adds a finding about the line at at. */
void	lint_found(struct lint *l, enum lint_level level, struct origin at,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The rules for an unknown keyword: plain ssh rejects the whole file. */
void	lint_unknown(struct lint *l, const struct lint_item *i);

/* All other rules about a line, alone or together with earlier lines. */
void	lint_rules(struct lint *l, const struct lint_item *i);

#endif
