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
	    "oops", "is filled");
	oops(&o, "b");
	ok(strcmp(o.text, "a: 1") == 0, "oops", "keeps the first cause");
}

int
main(void)
{
	test_oops();
	return tap_end();
}
