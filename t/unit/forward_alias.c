/* SPDX-License-Identifier: ISC */
/* The same forward in other words, with GatewayPorts no and yes. */
#include <string.h>

#include "../lib/tap.h"
#include "base/words.h"
#include "plan/forward_alias.h"
#include "plan/plan.h"

static void
test_alias(void)
{
	static const struct {
		const char *host, *path, *spec, *twin, *gateway;
	} row[] = {
		{ NULL, NULL, "1:[h]:2", "[localhost]:1:[h]:2",
		    "[*]:1:[h]:2" },
		{ "localhost", NULL, "[localhost]:1", "1", "[Localhost]:1" },
		{ "*", NULL, "[*]:1:/s", NULL, "1:/s" },
		{ "eth.A", NULL, "[eth.A]:1", "[Eth.A]:1", "[Eth.A]:1" },
		{ "127.0.0.1", NULL, "[127.0.0.1]:1", "[127.0.0.0x1]:1",
		    "[127.0.0.0x1]:1" },
		{ "10.0.0.010", NULL, "[10.0.0.010]:1", "[10.0.0.0x8]:1",
		    "[10.0.0.0x8]:1" },
		{ "::1", NULL, "[::1]:1", "[0::1]:1", "[0::1]:1" },
		{ "2001:db8::1", NULL, "[2001:db8::1]:1:[x]:2",
		    "[2001:Db8::1]:1:[x]:2", "[2001:Db8::1]:1:[x]:2" },
		{ "2001:4700::1%e0", NULL, "[2001:4700::1%e0]:1",
		    "[2001:4700::01%e0]:1", "[2001:4700::01%e0]:1" },
		{ "2001:4700::1111", NULL, "[2001:4700::1111]:1", NULL, NULL },
		{ NULL, "/a:b", "/a\\:b:[h]:1", "/./a\\:b:[h]:1",
		    "/./a\\:b:[h]:1" },
		{ NULL, "a/b", "a/b:[h]:1", "./a/b:[h]:1", "./a/b:[h]:1" },
	};
	struct words w = { 0 };
	size_t i;
	int all;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		for (all = 0; all < 2; all++) {
			struct plan_forward f = { .spec = row[i].spec,
			    .host = row[i].host, .path = row[i].path };
			const char *wanted = all ? row[i].gateway :
			    row[i].twin, *got;

			forward_alias_make(&w, &f, all);
			got = f.twin;
			ok(got == wanted || (got != NULL && wanted != NULL &&
			    strcmp(got, wanted) == 0), "twin", f.spec);
		}
	words_free(&w);
}

int
main(void)
{
	test_alias();
	return tap_end();
}
