/* SPDX-License-Identifier: ISC */
/* The text of an error. */
#include <string.h>

#include "../lib/tap.h"
#include "base/oops.h"

static void
test_oops(void)
{
	struct oops o = { "" };

	ok(oops(&o, "%s: %d", "a", 1) == -1 && strcmp(o.text, "a: 1") == 0,
	    "an error has its text", NULL);
	oops(&o, "b");
	ok(strcmp(o.text, "a: 1") == 0,
	    "an error keeps the text of its first cause", NULL);
}

int
main(void)
{
	test_oops();
	return tap_end();
}
