/* SPDX-License-Identifier: ISC */
/* Compares the hosts to which two blocks apply. */
#include <string.h>

#include "conf/lint_rules.h"
#include "conf/pattern.h"

static bool
literal(const char *pattern)
{
	return strpbrk(pattern, "*?") == NULL;
}

/* True if wide matches every name that narrow matches. */
static bool
wider(const char *wide, const char *narrow)
{
	if (strcmp(wide, narrow) == 0)
		return true;
	/* A "*" in wide may stand for a "*" in narrow, but a "?" must not. */
	return (literal(narrow) || strchr(wide, '?') == NULL) &&
	    pattern_match(wide, narrow);
}

static bool
has(const struct lint_block *b, const char *word)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (strcmp(b->word[i], word) == 0)
			return true;
	return false;
}

/* True if Host line a has every name that pattern q of Host line b matches. */
static bool
has_all(const struct lint_block *a, const struct lint_block *b, const char *q)
{
	const char *w;
	bool any = false;
	size_t i;

	for (i = 0; i < a->n; i++) {
		w = a->word[i];
		if (*w != '!')
			any = any || wider(w, q);
		else if (!has(b, w) && !(literal(q) &&
		    !pattern_match(w + 1, q)))
			return false;
	}
	return any;
}

/* The same for all names of b; both are Host lines. */
static bool
host_covers(const struct lint_block *a, const struct lint_block *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (b->word[i][0] != '!' && !has_all(a, b, b->word[i]))
			return false;
	return true;
}

bool
lint_covers(const struct lint_block *a, const struct lint_block *b)
{
	const struct lint_block *y;

	for (; a != NULL && !a->always; a = a->outer) {
		for (y = b; y != NULL; y = y->outer)
			if (y == a || (y->word != NULL && a->word != NULL &&
			    host_covers(a, y)))
				break;
		if (y == NULL)
			return false;
	}
	return true;
}

/* True if a name may match both p and q. */
static bool
common(const char *p, const char *q)
{
	if (*p == '!' || *q == '!')
		return false;
	if (literal(p))
		return pattern_match(q, p);
	return !literal(q) || pattern_match(p, q);
}

/* True if name is a plain name that Host line b excludes. */
static bool
excludes(const struct lint_block *b, const char *name)
{
	size_t i;

	for (i = 0; literal(name) && i < b->n; i++)
		if (b->word[i][0] == '!' &&
		    pattern_match(b->word[i] + 1, name))
			return true;
	return false;
}

static bool
host_disjoint(const struct lint_block *a, const struct lint_block *b)
{
	size_t i, j;

	for (i = 0; i < a->n; i++)
		for (j = 0; j < b->n; j++)
			if (common(a->word[i], b->word[j]) &&
			    !excludes(b, a->word[i]) &&
			    !excludes(a, b->word[j]))
				return false;
	return true;
}

bool
lint_disjoint(const struct lint_block *a, const struct lint_block *b)
{
	const struct lint_block *y;

	for (; a != NULL; a = a->outer)
		for (y = b; y != NULL; y = y->outer)
			if (a->word != NULL && y->word != NULL &&
			    host_disjoint(a, y))
				return true;
	return false;
}

bool
lint_several(const struct lint_block *b)
{
	size_t i, names = 0;

	if (b == NULL || b->always)
		return b == NULL || b->outer == NULL || b->outer->always;
	if (b->word == NULL || !lint_several(b->outer))
		return false;
	for (i = 0; i < b->n; i++)
		if (b->word[i][0] != '!')
			names += literal(b->word[i]) ? 1 : 2;
	return names > 1;
}

const struct lint_item *
lint_sets(const struct lint *l, const struct lint_block *b, enum keyword k)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL; j = j->next)
		if (j->k == k && lint_covers(j->block, b))
			break;
	return j;
}

const struct lint_item *
lint_may_set(const struct lint *l, const struct lint_block *b, enum keyword k)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL; j = j->next)
		if (j->k == k && !lint_disjoint(j->block, b))
			break;
	return j;
}
