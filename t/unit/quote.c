/* SPDX-License-Identifier: ISC */
/* Words for a shell and for ssh_config. */
#include <stdlib.h>
#include <string.h>

#include "../lib/tap.h"
#include "base/quote.h"

static void
test_quote(void)
{
	static const struct { const char *text, *proxy, *value; } row[] = {
		{ "/a/b", "'/a/b'", "\"/a/b\"" },
		{ "/a b", "'/a b'", "\"/a b\"" },
		{ "it's", "'it'\"'\"'s'", "\"it's\"" },
		{ "100%", "'100%%'", "\"100%%\"" },
		{ "\"\\", "'\"'\"\\\\\"''", "\"\\\"\\\\\"" },
	};
	char *p, *v;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		p = quote_proxy(row[i].text);
		v = quote_value(row[i].text);
		ok(strcmp(p, row[i].proxy) == 0,
		    "a word is quoted for a ProxyCommand", p);
		ok(strcmp(v, row[i].value) == 0,
		    "a value is quoted for ssh_config", v);
		free(p);
		free(v);
	}
}

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
		ok(strcmp(quote_visible(out, row[i].size, row[i].from, row[i].n),
		    row[i].out) == 0, "bytes are printed without control characters", row[i].out);
}

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
	test_quote();
	test_visible();
	test_utf8();
	return tap_end();
}
