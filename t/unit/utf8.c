/* SPDX-License-Identifier: ISC */
/* Any bytes become UTF-8 without control characters. */
#include <string.h>

#include "../lib/tap.h"
#include "base/utf8.h"

static void
test_utf8(void)
{
	static const struct { const char *from, *out; size_t size; } row[] = {
		{ "b\xc3\xbcro \"x\\", "b\xc3\xbcro \"x\\", 64 },
		{ "a\xff" "b", "a\xef\xbf\xbd" "b", 64 },
		{ "\xc3", "\xef\xbf\xbd", 64 },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", 64 },
		{ "a\n\033\x7f\xc2\x9b" "b", "a\xef\xbf\xbd\xef\xbf\xbd"
		    "\xef\xbf\xbd\xef\xbf\xbd" "b", 64 },
		{ "ab\xc3\xbc", "ab", 4 }, { "ab\xc3\xbc", "ab\xc3\xbc", 5 },
		{ "\xff", "", 3 }, { "", "", 1 },
	};
	char out[64];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(strcmp(utf8_plain(out, row[i].size, row[i].from),
		    row[i].out) == 0, "any text is made UTF-8 without control "
		    "characters", row[i].out);
}

int
main(void)
{
	test_utf8();
	return tap_end();
}
