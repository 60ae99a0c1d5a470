/* SPDX-License-Identifier: ISC */
/* Any bytes become printable ASCII. */
#include <string.h>

#include "../lib/tap.h"
#include "base/visible.h"

static void
test_visible(void)
{
	static const struct {
		const char *from; size_t n, size; const char *out;
	} row[] = {
		{ "HTTP/1.1 302", 12, 64, "HTTP/1.1 302" },
		{ "\033[2Ja\n", 6, 64, "\\x1b[2Ja\\x0a" },
		{ "a\\b", 3, 64, "a\\\\b" },
		{ "\0\377", 2, 64, "\\x00\\xff" },
		{ "abcdef", 6, 4, "abc" },
		{ "ab\001", 3, 6, "ab" },
		{ "ab\001", 3, 7, "ab\\x01" },
		{ "", 0, 1, "" },
	};
	char out[64];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(strcmp(visible(out, row[i].size, row[i].from, row[i].n),
		    row[i].out) == 0, "bytes are printed without control characters", row[i].out);
}

int
main(void)
{
	test_visible();
	return tap_end();
}
