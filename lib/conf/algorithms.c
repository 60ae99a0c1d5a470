/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "conf/algorithms.h"
#include "conf/pattern.h"
#include "conf/value.h"

enum source_list
algorithms_list(enum keyword k)
{
	switch (keyword_rows[k].type) {
	case TYPE_CIPHERS:
		return LIST_CIPHER;
	case TYPE_MACS:
		return LIST_MAC;
	case TYPE_KEX:
		return LIST_KEX;
	default:
		return k == KW_casignaturealgorithms ? LIST_SIGNATURE :
		    LIST_KEY;
	}
}

/* --- lists with commas --- */

/* Copies the next name of *at to one; false at the end. */
static bool
next(const char **at, char one[256])
{
	size_t n;

	if (*at == NULL)
		return false;
	n = strcspn(*at, ",");
	memcpy(one, *at, n < 255 ? n : 255);
	one[n < 255 ? n : 255] = '\0';
	*at = (*at)[n] == ',' ? *at + n + 1 : NULL;
	return true;
}

/* True if list has name or, if pattern is set, a name that name matches. */
static bool
holds(const char *list, const char *name, bool pattern)
{
	char one[256];

	while (next(&list, one))
		if (strcmp(one, name) == 0 ||
		    (pattern && pattern_match(name, one)))
			return true;
	return false;
}

/* list with one appended; NULL is the empty list. */
static const char *
append(struct pool *p, const char *list, const char *one)
{
	return list == NULL ? pool_copy(p, one, strlen(one)) :
	    pool_text(p, "%s,%s", list, one);
}

/* --- values --- */

/* Since 9.4 a CA may not sign with a certificate's algorithm. */
static bool
is_certificate(const struct taking *t, const char *name)
{
	return t->k == KW_casignaturealgorithms &&
	    strstr(name, "-cert-v0") != NULL && strpbrk(name, "*?!") == NULL &&
	    t->source->release(t->source->arg) >= 904;
}

/* Finds the first name that ssh does not know; false if ssh knows all. */
static bool
unknown(struct taking *t, const char *names, char one[256])
{
	const char *all = t->source->algorithms == NULL ? NULL :
	    t->source->algorithms(t->source->arg, keyword_rows[t->k].type ==
	    TYPE_KEYS ? LIST_KEY : algorithms_list(t->k));
	bool pattern = keyword_rows[t->k].type == TYPE_KEYS;

	if (all == NULL)
		return false;
	if (*names == '\0') {
		*one = '\0';
		return true;
	}
	while (next(&names, one))
		if (!holds(all, one, pattern) || is_certificate(t, one))
			return true;
	return false;
}

enum outcome
take_algorithms(struct taking *t)
{
	const char *word = taking_must(t), *names = word;
	char one[256];

	if (word == NULL)
		return BAD_LINE;
	if (*names == '+' || *names == '^')
		names++;
	if (*word != '-' && unknown(t, names, one)) {
		if (t->k == KW_kexalgorithms && *names != '\0')
			source_complain(t->source, LEVEL_ERROR, t->at,
			    "Unsupported KEX algorithm \"%s\"", one);
		return taking_bad(t, t->k == KW_ciphers ?
		    "Bad SSH2 cipher spec '%s'." : t->k == KW_macs ?
		    "Bad SSH2 MAC spec '%s'." : t->k == KW_kexalgorithms ?
		    "Bad SSH2 KexAlgorithms '%s'." : "Bad key types '%s'.",
		    word);
	}
	taking_set(t, t->k, taking_copy(t, word));
	return TAKEN;
}

/*
 * The algorithms of all that match names, which may be patterns, each only
 * once.
 */
static const char *
expand(struct pool *p, const char *names, const char *all)
{
	const char *got = NULL, *rest;
	char one[256], other[256];

	while (next(&names, one))
		for (rest = all; next(&rest, other); )
			if (pattern_list(one, other, false) == 1 &&
			    (got == NULL || !holds(got, other, false)))
				got = append(p, got, other);
	return got == NULL ? "" : got;
}

/* The names of list that do not match the patterns. */
static const char *
without(struct pool *p, const char *list, const char *patterns)
{
	const char *got = NULL;
	char one[256];

	while (next(&list, one))
		if (pattern_list(patterns, one, false) != 1)
			got = append(p, got, one);
	return got == NULL ? "" : got;
}

const char *
algorithms_assemble(struct pool *p, const struct config_source *s,
    enum keyword k, const char *value, const char *standard)
{
	const char *all = s->algorithms(s->arg, algorithms_list(k));

	if (all == NULL || standard == NULL)
		return value;
	switch (*value) {
	case '+':
		value = pool_text(p, "%s,%s", standard, value + 1);
		break;
	case '-':
		return without(p, standard, value + 1);
	case '^':
		value = pool_text(p, "%s,%s", value + 1, standard);
		break;
	}
	return value == NULL ? NULL : expand(p, value, all);
}
