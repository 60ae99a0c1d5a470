/* SPDX-License-Identifier: ISC */
/* What the files of lint share: lines, and what is found in them. */
#ifndef CONF_LINT_ITEM_H
#define CONF_LINT_ITEM_H

#include "conf/lint.h"

/* What the files of lint share: lines as its rules see them. */

/* A Host or Match line, or the lines before any. */
struct lint_block {
	struct lint_block *outer;	/* of the Include that led here */
	struct origin at;		/* line 0: before any */
	const char *header;		/* "host a b"; "" */
	bool always;			/* it applies to every host */
};

/* Any other line. */
struct lint_item {
	struct lint_item *next;
	struct lint_block *block;
	struct origin at;
	enum keyword k;			/* KEYWORDS: none of ssh's or ours */
	enum keyword row;		/* the same, before aliases */
	const char *name, *value;	/* as written; name in lower case */
	const char *word;		/* the first of the value */
};

/* Something is wrong at that line. */
void	lint_found(struct lint *l, enum lint_level level, struct origin at,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Plain ssh rejects the file, for every host, because of this line. */
void	lint_unknown(struct lint *l, const struct lint_item *i);

/* All other rules about a line, alone or beside those before it. */
void	lint_rules(struct lint *l, const struct lint_item *i);

#endif
