/* SPDX-License-Identifier: ISC */
#include "conf/keyword.h"

const struct keyword_row keyword_rows[KEYWORDS] = {
#define VENDOR KEYWORD_VENDOR
#define X(name, type, of, since) { #name, TYPE_##type, KW_##of, since },
	KEYWORD_ROWS(X)
#undef X
#undef VENDOR
};

/* As strcmp(3), but inline, because each line of a file needs it. */
static int
order(const char *a, const char *b)
{
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}

enum keyword
keyword_find(const char *name)
{
	int first = 0, last = KEYWORDS, middle, way;

	while (first < last) {
		middle = (first + last) / 2;
		way = order(name, keyword_rows[middle].name);
		if (way == 0)
			return (enum keyword)middle;
		if (way < 0)
			last = middle;
		else
			first = middle + 1;
	}
	return KEYWORDS;
}

bool
keyword_is(enum keyword k, const char *letters, size_t n)
{
	const char *name = keyword_rows[k].name;

	for (; n > 0 && (*letters | 0x20) == *name; n--) {
		letters++;
		name++;
	}
	return n == 0 && *name == '\0';
}
