/* SPDX-License-Identifier: ISC */
/* Classes of service: names and numbers. */
#include <string.h>

#include "../lib/tap.h"
#include "base/qos.h"

static void
test_qos(void)
{
	static const struct { const char *text; int value; } row[] = {
		{ "af21", 0x48 }, { "EF", 0xb8 }, { "lowdelay", 0x10 },
		{ "va", 0xb0 }, { "cs0", 0 }, { "none", QOS_NONE }, { "0x48",
		    0x48 },
		{ "255", 255 }, { "0", 0 }, { "256", -1 }, { "-1", -1 },
		{ "", -1 }, { "af2", -1 }, { "4x", -1 },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		ok(qos_parse(row[i].text) == row[i].value,
		    "a class of service is parsed, or rejected",
		    row[i].text);
	ok(strcmp(qos_name(0x48), "af21") == 0 && qos_name(0x49) == NULL &&
	    strcmp(qos_name(0x04), "le") == 0,
	    "a class of service with two names is called by the first", NULL);
	ok(qos_named("0x48") == -1 && qos_named("AF21") == 0x48,
	    "a number is not the name of a class of service", NULL);
}

int
main(void)
{
	test_qos();
	return tap_end();
}
