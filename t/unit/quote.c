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

int
main(void)
{
	test_quote();
	return tap_end();
}
