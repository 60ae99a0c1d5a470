/* SPDX-License-Identifier: ISC */
/* The characters and the misspelled keywords that lint finds. */
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "conf/lint_rules.h"

static void
test_lint_invisible(void)
{
	static const struct { const char *text, *name; int at, n; } row[] = {
		{ "Host", NULL, 0, 0 }, { "", NULL, 0, 0 },
		{ "a\tb", NULL, 0, 0 }, { "\303\274\342\202\254", NULL, 0, 0 },
		{ "a\302\240b", "no-break space", 1, 2 },
		{ "\357\273\277Host", "byte order mark", 0, 3 },
		{ "ab\342\200\213", "zero-width character", 2, 3 },
		{ "a\033[1m", "control character", 1, 1 },
		{ "a\302\205", "control character", 1, 2 },
		{ "\343\200\200", "wide space", 0, 3 },
	};
	const char *at, *name;
	size_t i, n;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		at = lint_invisible(row[i].text, &n, &name);
		ok(row[i].name == NULL ? at == NULL : at == row[i].text +
		    row[i].at && (int)n == row[i].n &&
		    strcmp(name, row[i].name) == 0,
		    "the first invisible character of a text is found",
		    row[i].name == NULL ? "none" : row[i].name);
	}
}

static void
test_lint_visible(void)
{
	static const char *const row[][2] = {
		{ "Host a", "Host a" }, { "", "" }, { "\303\274", "\303\274" },
		{ "a\302\240b", "a\\302\\240b" }, { "\377\376", "\\377\\376" },
		{ "a\033b\n", "a\\033b\\012" }, { "\342\200", "\\342\\200" },
	};
	struct pool p = { 0 };
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(strcmp(lint_visible(&p, row[i][0]), row[i][1]) == 0,
		    "invisible bytes are printed as octal numbers", row[i][1]);
	pool_free(&p);
}

static void
test_lint_meant(void)
{
	static const struct { const char *name, *meant; } row[] = {
		{ "hostnam", "HostName" }, { "prt", "Port" },
		{ "hosts", "Host" }, { "\302\240port", "Port" },
		{ "user\302\240bob", "User" }, { "persistnotfy",
		    "PersistNotify" }, { "frobnicate", NULL },
		{ "usekeychain", NULL }, { "", NULL },
	};
	struct pool p = { 0 };
	const char *meant;
	enum keyword k;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		meant = lint_meant(&p, row[i].name, &k);
		ok((meant == NULL) == (row[i].meant == NULL) &&
		    (k == KEYWORDS) == (meant == NULL) && (meant == NULL ||
		    strcmp(meant, row[i].meant) == 0),
		    "a misspelled keyword leads to the keyword meant",
		    row[i].name);
	}
	pool_free(&p);
}

int
main(void)
{
	test_lint_invisible();
	test_lint_visible();
	test_lint_meant();
	return tap_end();
}
