/* SPDX-License-Identifier: ISC */
/* The known word that the user may have meant. */
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "base/similar.h"

static void
test_similar_edits(void)
{
	static const struct { const char *a, *b; int edits; } row[] = {
		{ "", "", 0 }, { "list", "list", 0 }, { "LIST", "list", 0 },
		{ "lst", "list", 1 }, { "liist", "list", 1 },
		{ "lisd", "list", 1 }, { "lsit", "list", 1 },
		{ "ilts", "list", 2 }, { "hostnam", "HostName", 1 },
		{ "wiat", "wait", 1 }, { "", "ab", 2 }, { "", "abc", 3 },
		{ "abcd", "wxyz", 3 }, { "vps", "database", 3 },
		{ "persistnotfy", "PersistNotify", 1 },
	};
	char text[80];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		snprintf(text, sizeof text, "%s, %s", row[i].a, row[i].b);
		ok(similar_edits(row[i].a, row[i].b) == row[i].edits,
		    "the number of edits from a word to another", text);
		ok(similar_edits(row[i].b, row[i].a) == row[i].edits,
		    "the number of edits is the same in both directions", text);
	}
}

static void
test_similar_long(void)
{
	char a[300], b[300];

	memset(a, 'a', sizeof a);
	a[sizeof a - 1] = '\0';
	memcpy(b, a, sizeof b);
	ok(similar_edits(a, b) == SIMILAR_EDITS + 1,
	    "a word over the limit is similar to none", NULL);
	a[80] = b[79] = '\0';
	ok(similar_edits(a, b) == 1, "a word at the limit is compared", NULL);
}

static void
test_similar_try(void)
{
	static const char *const known[] = { "list", "why", "wait", "restart",
	    "start", "stop", "metrics", "Port" };
	static const struct { const char *word, *best; } row[] = {
		{ "lsit", "list" }, { "stat", "start" },
		{ "rstart", "restart" },
		{ "retsart", "restart" }, { "stp", "stop" }, { "wy", "why" },
		{ "Prt", "Port" }, { "metric", "metrics" },
		{ "frob", NULL }, { "x", NULL }, { "", NULL }, { "db", NULL },
	};
	struct similar s;
	size_t i, k;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		s = (struct similar){ .word = row[i].word };
		for (k = 0; k < sizeof known / sizeof *known; k++)
			similar_try(&s, known[k]);
		ok(row[i].best == NULL ? s.best == NULL : s.best != NULL &&
		    strcmp(s.best, row[i].best) == 0,
		    "the most similar word is found, or none", row[i].word);
	}
}

int
main(void)
{
	test_similar_edits();
	test_similar_long();
	test_similar_try();
	return tap_end();
}
