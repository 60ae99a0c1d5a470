/* SPDX-License-Identifier: ISC */
/* Patterns of ssh_config, and lists of them. */
#include "../lib/tap.h"
#include "conf/pattern.h"

static void
test_pattern(void)
{
	static const struct { const char *pattern, *text; bool match;
	    } row[] = {
		{ "*", "", true }, { "*", "x", true }, { "", "", true },
		{ "", "x", false }, { "a?c", "abc", true },
		{ "a?c", "ac", false }, { "*b*", "abc", true },
		{ "a*c*e", "abcde", true }, { "a*c*e", "abcdf", false },
		{ "A", "a", false }, { "*a", "aaa", true },
		{ "**", "x", true }, { "a,b", "a", false },
		{ "*.x*y", "1.xx.xy", true },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(pattern_match(row[i].pattern, row[i].text) == row[i].match,
		    "pattern", row[i].pattern);
	ok(pattern_list("h*,!hx", "hy", false) == 1, "list h*,!hx", "hy");
	ok(pattern_list("h*,!hx", "hx", false) == -1, "list h*,!hx", "hx");
	ok(pattern_list("!hx", "hy", false) == 0, "list !hx alone", "hy");
	ok(pattern_list("H*", "hy", true) == 1, "list H*, lower", "hy");
	ok(pattern_holds("a,b*,c", "b*"), "list a,b*,c holds", "b*");
	ok(pattern_holds("a,b*,c", "b*,c"), "list a,b*,c holds", "b*,c");
	ok(pattern_holds("a", "a"), "list a holds", "a");
	ok(!pattern_holds("a,ab*,b*c", "b*"), "list a,ab*,b*c", "b*");
	ok(!pattern_holds("", "a"), "an empty list", "a");
}

int
main(void)
{
	test_pattern();
	return tap_end();
}
