/* SPDX-License-Identifier: ISC */
/* Patterns of ssh_config, and lists of them. */
#include "../lib/tap.h"
#include "base/pattern.h"

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
		    "a text matches a pattern as in ssh", row[i].pattern);
	ok(pattern_list("h*,!hx", "hy", false) == 1,
	    "a list with a negated pattern, h*,!hx, decides as in ssh", "hy");
	ok(pattern_list("h*,!hx", "hx", false) == -1,
	    "a list with a negated pattern, h*,!hx, decides as in ssh", "hx");
	ok(pattern_list("!hx", "hy", false) == 0,
	    "a list of a negated pattern alone matches nothing", "hy");
	ok(pattern_list("H*", "hy", true) == 1,
	    "a list is matched in lower case", "hy");
	ok(pattern_holds("a,b*,c", "b*"), "the list a,b*,c has this entry",
	    "b*");
	ok(pattern_holds("a,b*,c", "b*,c"), "the list a,b*,c has this entry",
	    "b*,c");
	ok(pattern_holds("a", "a"), "the list a has this entry", "a");
	ok(!pattern_holds("a,ab*,b*c", "b*"),
	    "the list a,ab*,b*c lacks this entry", "b*");
	ok(!pattern_holds("", "a"), "an empty list lacks this entry", "a");
}

int
main(void)
{
	test_pattern();
	return tap_end();
}
