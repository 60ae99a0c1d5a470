/* SPDX-License-Identifier: ISC */
/*
 * Compares the hosts to which two blocks apply, and finds lines that have no
 * effect.
 */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "base/span.h"
#include "conf/lint_rules.h"

bool
lint_yes(const struct lint_item *i)
{
	return i != NULL && (strcasecmp(i->word, "yes") == 0 ||
	    strcasecmp(i->word, "true") == 0);
}

bool
lint_none(const struct lint_item *i)
{
	return i != NULL && strcasecmp(i->word, "none") == 0;
}

bool
lint_same_line(const struct lint_item *a, const struct lint_item *b)
{
	return a->at.line == b->at.line && strcmp(a->at.file, b->at.file) == 0;
}

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

/* --- looking up lines --- */

void
lint_add_block(struct lint *l, struct lint_block *b)
{
	size_t i, names = 0;

	if (b->word == NULL || b->always)
		return;
	for (i = 0; i < b->n; i++)
		if (b->word[i][0] != '!') {
			if (!literal(b->word[i]))
				return;
			names++;
		}
	b->narrow = names > 0;
	for (i = 0; i < b->n && b->narrow; i++)
		if (b->word[i][0] != '!')
			lookup_add(&l->line, &l->pool, (struct lookup_key){
			    BLOCKS_OF_HOST, 0, b->word[i] }, b);
}

static struct lookup_key
block_key(const struct lint_block *b, enum keyword k)
{
	size_t number = b == NULL ? 0 : b->number;

	return (struct lookup_key){ LINES_OF_BLOCK,
	    number * (KEYWORDS + 1) + (size_t)k, "" };
}

void
lint_add_line(struct lint *l, const struct lint_item *i)
{
	struct lookup_key key[] = {
		{ LINES, (size_t)i->k, "" }, block_key(i->block, i->k),
		{ LINES_OF_NAME, 0, i->name }, { LINES_WIDE, (size_t)i->k, "" },
	};
	size_t n, keys = sizeof key / sizeof *key;

	if (i->block != NULL && i->block->narrow)
		keys--;
	for (n = 0; n < keys; n++)
		lookup_add(&l->line, &l->pool, key[n], i);
	if (i->row != KEYWORDS && keyword_rows[i->row].type == TYPE_PERSIST)
		lookup_add(&l->line, &l->pool, (struct lookup_key){
		    LINES_OF_PERSIST, 0, "" }, i);
}

const struct lint_item *
lint_in_block(const struct lint *l, const struct lint_block *b, enum keyword k)
{
	const struct lookup_entry *e = lookup_find(&l->line, block_key(b, k));

	return e == NULL ? NULL : e->what;
}

const struct lint_item *
lint_earlier(const struct lint_item *a, const struct lint_item *b)
{
	return a == NULL || (b != NULL && b->order < a->order) ? b : a;
}

/* The first line of a key that passes the test; or NULL. */
static const struct lint_item *
first_of(struct lint *l, struct lookup_key key, lint_test *test,
    const void *arg)
{
	const struct lookup_entry *e;

	for (e = lookup_find(&l->line, key); e != NULL; e = e->next)
		if (test(l, e->what, arg))
			break;
	return e == NULL ? NULL : e->what;
}

/* The same for the narrow blocks that have a name of the narrow block b. */
static const struct lint_item *
first_beside(struct lint *l, const struct lint_block *b, enum keyword k,
    lint_test *test, const void *arg)
{
	const struct lint_item *first = NULL;
	const struct lookup_entry *e;
	size_t i;

	for (i = 0; i < b->n; i++) {
		e = lookup_find(&l->line, (struct lookup_key){ BLOCKS_OF_HOST,
		    0, b->word[i] });
		for (; e != NULL; e = e->next)
			first = lint_earlier(first, first_of(l,
			    block_key(e->what, k), test, arg));
	}
	return first;
}

const struct lint_item *
lint_first(struct lint *l, const struct lint_block *b, enum keyword k,
    lint_test *test, const void *arg)
{
	const struct lint_item *first = NULL;
	bool narrow = false;

	for (; b != NULL; b = b->outer)
		if (b->narrow) {
			narrow = true;
			first = lint_earlier(first, first_beside(l, b, k, test,
			    arg));
		}
	return lint_earlier(first, first_of(l, (struct lookup_key){ narrow ?
	    LINES_WIDE : LINES, (size_t)k, "" }, test, arg));
}

static bool
covering(struct lint *l, const struct lint_item *j, const void *block)
{
	(void)l;
	return lint_covers(j->block, block);
}

static bool
meeting(struct lint *l, const struct lint_item *j, const void *block)
{
	(void)l;
	return !lint_disjoint(j->block, block);
}

const struct lint_item *
lint_sets(struct lint *l, const struct lint_block *b, enum keyword k)
{
	return lint_first(l, b, k, covering, b);
}

const struct lint_item *
lint_may_set(struct lint *l, const struct lint_block *b, enum keyword k)
{
	return lint_first(l, b, k, meeting, b);
}

/* --- lines that have no effect --- */

static bool
takes_one(enum keyword k)
{
	switch (keyword_rows[k].type) {
	case TYPE_LOCAL:
	case TYPE_REMOTE:
	case TYPE_DYNAMIC:
	case TYPE_IDENTITY:
	case TYPE_CERTIFICATE:
	case TYPE_SEND_ENV:
	case TYPE_MASK:
	case TYPE_IGNORED:
	case TYPE_UNSUPPORTED:
		return false;
	default:
		return true;
	}
}

static bool
same_value(const struct lint_item *a, const struct lint_item *b)
{
	int64_t x, y;
	size_t w;

	if (keyword_rows[a->k].type == TYPE_FLAG)
		return lint_yes(a) == lint_yes(b);
	if (keyword_rows[a->k].type == TYPE_TIME &&
	    span_parse(a->word, &x) == 0 && span_parse(b->word, &y) == 0)
		return x == y;
	if (a->n != b->n)
		return false;
	for (w = 0; w < a->n; w++)
		if (strcmp(a->words[w], b->words[w]) != 0)
			return false;
	return true;
}

/* True if line j takes the connection from a later line i. */
static bool
connects(struct lint *l, const struct lint_item *j, const void *arg)
{
	const struct lint_item *i = arg;

	(void)l;
	return (j->k == KW_proxycommand || !lint_none(j)) &&
	    lint_covers(j->block, i->block);
}

/* The first line that keeps i from having effect, or i, or NULL. */
static const struct lint_item *
preceding(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j = lint_sets(l, i->block, i->k);

	/* A value of "none" leaves the connection to the other keyword. */
	if (lint_none(i) || (i->k != KW_proxycommand && i->k != KW_proxyjump))
		return j;
	return lint_earlier(j, lint_first(l, i->block, i->k == KW_proxyjump ?
	    KW_proxycommand : KW_proxyjump, connects, i));
}

static void
report_order(struct lint *l, const struct lint_item *i,
    const struct lint_item *j)
{
	const char *at = source_place(&l->pool, j->at);

	if (i->k == KW_ignoreunknown)
		lint_found(l, LINT_WARNING, i->at, "%s has no effect, because "
		    "ssh uses only the first one, at %s; write one list: "
		    "\"IgnoreUnknown %s,%s\"", i->spelled, at, j->word,
		    i->word);
	else if (i->k != j->k)
		lint_found(l, LINT_WARNING, i->at, "%s has no effect, because "
		    "%s at %s comes first for these hosts, and ssh uses one "
		    "of the two; delete one", i->spelled, j->spelled, at);
	else
		lint_found(l, LINT_WARNING, i->at, "%s has no effect, because "
		    "%s sets it first for these hosts; delete one of the "
		    "lines, or move this one up", i->spelled, at);
}

void
lint_no_effect(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	if (i->k == KEYWORDS || !takes_one(i->k) ||
	    (j = preceding(l, i)) == NULL || j->order >= i->order)
		return;
	/* The system's file is for users without a value of their own. */
	if (j->at.from != i->at.from || lint_same_line(i, j) ||
	    (j->k == i->k && same_value(i, j)))
		return;
	report_order(l, i, j);
}
