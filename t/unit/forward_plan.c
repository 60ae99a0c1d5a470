/* SPDX-License-Identifier: ISC */
/* The forwards of a command line, as they are named and asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/fake.h"
#include "../lib/tap.h"
#include "base/words.h"
#include "plan/plan.h"

/* The forwards of a line, as they are named and asked for. */
static void
test_forwards(void)
{
	static const char line[] = "-N -L 1:h:2 -L [::1]:3:h:4 -L /a\\:b:/c%%d "
	    "-D 5 -D *:6 -R 0:h:7 -R 8 -R 127.0.0.1:9:h:1 -R /e:h:1 h";
	static const char wanted[] = "-L 1=1:[h]:2 -L [::1]:3=[::1]:3:[h]:4 "
	    "-L /a:b=/a\\:b:/c%%d -D 5=5 -D *:6=[*]:6 -R 0=0:[h]:7 -R 8=8 "
	    "-R 127.0.0.1:9=[127.0.0.1]:9:[h]:1 -R /e=/e:[h]:1 ";
	char copy[256], *argv[32] = { NULL }, told[512] = "";
	struct commandline c;
	struct config config;
	struct words w = { 0 };
	struct plan_forward *list;
	struct fake fake;
	int argc = 1;
	size_t n, i;

	snprintf(copy, sizeof copy, "%s", line);
	argv[0] = copy;
	for (argv[argc] = strtok(copy, " "); argv[argc] != NULL;
	    argv[++argc] = strtok(NULL, " "))
		;
	commandline_parse(&c, argc, argv + 0,
	    (struct commandline_release){ 9, 2 });
	fake_open(&fake, "", 0);
	(void)config_evaluate(&config, &c, &fake.source);
	n = plan_forwards(&list, &w, &config.settings);
	for (i = 0; i < n; i++)
		snprintf(told + strlen(told), sizeof told - strlen(told),
		    "%s=%s ", list[i].name, list[i].spec);
	ok(n > 0 && strcmp(list[0].alias, "[localhost]:1:[h]:2") == 0,
	    "a forward has an alias",
	    list[0].spec);
	ok(strcmp(told, wanted) == 0,
	    "the forwards of a command line are named and asked for so", line);
	if (strcmp(told, wanted) != 0)
		printf("# got    %s\n# wanted %s\n", told, wanted);
	free(list);
	words_free(&w);
	config_free(&config);
	commandline_free(&c);
}

static void
test_alias(void)
{
	static const struct {
		const char *host, *path, *spec, *alias, *gateway;
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
			    row[i].alias, *got;

			forward_alias_make(&w, &f, all);
			got = f.alias;
			ok(got == wanted || (got != NULL && wanted != NULL &&
			    strcmp(got, wanted) == 0),
			    "the alias of a forward opens the same listener in "
			    "other words", f.spec);
		}
	words_free(&w);
}

int
main(void)
{
	test_forwards();
	test_alias();
	return tap_end();
}
