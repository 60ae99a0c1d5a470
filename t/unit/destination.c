/* SPDX-License-Identifier: ISC */
/* Destinations, as ssh reads them. */
#include <stdlib.h>
#include <string.h>

#include "../lib/fake.h"
#include "../lib/tap.h"
#include "conf/destination.h"

static void
test_destination(void)
{
	static const struct { const char *text, *user, *host; int port;
	    } row[] = {
		{ "h", NULL, "h", -1 },
		{ "u@h", "u", "h", -1 },
		{ "u@v@h", "u@v", "h", -1 },
		{ "h:22", NULL, "h:22", -1 },
		{ "[::1]", NULL, "[::1]", -1 },
		{ "ssh://h", NULL, "h", -1 },
		{ "ssh://u@h:22", "u", "h", 22 },
		{ "ssh://u;x=y@h:22/", "u", "h", 22 },
		{ "ssh://%75+@h:ssh", "u ", "h", 22 },
		{ "@h", NULL, NULL, -1 },
		{ "ssh://h/path", NULL, NULL, -1 },
		{ "ssh://h:x", NULL, NULL, -1 },
		{ "ssh://[::1]", NULL, NULL, -1 },
		{ "ssh://%7@h", NULL, NULL, -1 },
	};
	struct pool p = { 0 };
	struct destination d;
	struct fake f;
	size_t i;
	bool good;

	fake_open(&f, "", 0);
	for (i = 0; i < sizeof row / sizeof *row; i++) {
		good = destination_parse(&d, &p, &f.source, row[i].text) == 0 ?
		    row[i].host != NULL && strcmp(d.host, row[i].host) == 0 &&
		    (d.user == NULL) == (row[i].user == NULL) &&
		    (d.user == NULL || strcmp(d.user, row[i].user) == 0) &&
		    d.port == row[i].port : row[i].host == NULL;
		ok(good, "a destination is parsed, or rejected, as ssh does",
		    row[i].text);
	}
	pool_free(&p);
}

int
main(void)
{
	test_destination();
	return tap_end();
}
