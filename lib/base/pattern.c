/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/pattern.h"

enum { PATTERN = 1024 };		/* ssh's limit, with the NUL */

bool
pattern_match(const char *pattern, const char *text)
{
	const char *star = NULL, *again = NULL;

	/* The last star takes one more character until the rest matches. */
	while (*text != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			again = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star != NULL) {
			pattern = star;
			text = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* Copies a pattern up to its comma to one; its length, or -1: too long. */
static int
pattern_cut(char one[PATTERN], const char *list, bool lower)
{
	int n;

	for (n = 0; list[n] != '\0' && list[n] != ','; n++) {
		if (n == PATTERN - 1)
			return -1;
		one[n] = list[n];
		if (lower && one[n] >= 'A' && one[n] <= 'Z')
			one[n] += 'a' - 'A';
	}
	one[n] = '\0';
	return n == PATTERN - 1 ? -1 : n;
}

int
pattern_list(const char *list, const char *text, bool lower)
{
	char one[PATTERN];
	int matched = 0, n;
	bool negated;

	while (*list != '\0') {
		negated = *list == '!';
		if (negated)
			list++;
		if ((n = pattern_cut(one, list, lower)) == -1)
			return 0;
		if (pattern_match(one, text)) {
			if (negated)
				return -1;
			matched = 1;
		}
		list += n;
		if (*list == ',')
			list++;
	}
	return matched;
}

bool
pattern_holds(const char *list, const char *patterns)
{
	size_t n = strlen(patterns);
	const char *at;

	for (at = list; at != NULL; at = strchr(at, ',')) {
		if (*at == ',')
			at++;
		if (strncmp(at, patterns, n) == 0 &&
		    (at[n] == '\0' || at[n] == ','))
			return true;
	}
	return false;
}
