/* SPDX-License-Identifier: ISC */
/* Base64. */
#include <string.h>

#include "../lib/tap.h"
#include "base/base64.h"

static void
test_base64(void)
{
	static const struct { const char *from, *to; } row[] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\377\373\360", "//vw" },
	};
	char out[16];
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok_text("base64", row[i].to, base64(out, row[i].from,
		    strlen(row[i].from)), row[i].to);
}

int
main(void)
{
	test_base64();
	return tap_end();
}
