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

/* The SHA-1 of "L 1:[h]:2". */
#define NAME "hold.5e795b06827f"

static void
test_hold(void)
{
	static const struct {
		const char *to, *spec, *alias;
	} row[] = {
		{ "[h]:2", "/d\\:1/" NAME ":[h]:2", "/./d\\:1/" NAME ":[h]:2" },
		{ "/s", "/d\\:1/" NAME ":/s", "/./d\\:1/" NAME ":/s" },
		{ NULL, "/d\\:1/" NAME, "/./d\\:1/" NAME },
	};
	struct words w = { 0 };
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		struct plan_forward f = { .letter = 'L', .spec = "1:[h]:2",
		    .port = 1, .to = row[i].to };

		forward_hold(&w, &f, "/d:1");
		ok_text("ssh listens for a held forward on a socket of sshp",
		    row[i].spec, f.spec, row[i].spec);
		ok_text("a held forward has an alias", row[i].spec, f.alias,
		    row[i].alias);
		ok_text("the socket of a held forward is in the run directory",
		    row[i].spec, f.socket, "/d:1/" NAME);
		ok_text("the alias of a held forward is the same socket",
		    row[i].spec, f.alias_path, "/./d:1/" NAME);
	}
	words_free(&w);
}

/* What PersistHold says of a file for "ssh h". */
static void
test_hold_refused(void)
{
	static const struct {
		const char *file, *why;
	} row[] = {
		{ "LocalForward 1 a:2\n", NULL },
		{ "LocalForward localhost:1 a:2\nDynamicForward *:3\n",
		    NULL },
		{ "LocalForward [::1]:1 a:2\nDynamicForward 10.0.0.1:3\n",
		    NULL },
		{ "LocalForward /tmp/a.sock a:2\n", NULL },
		{ "RemoteForward name:1 a:2\n", NULL },
		{ "User u\nLocalForward name:1 a:2\n", ":2: PersistHold: "
		    "-L name:1: a name cannot be used here; use an address" },
		{ "DynamicForward name:1\n", ":1: PersistHold: "
		    "-D name:1: a name cannot be used here; use an address" },
	};
	char ssh[] = "ssh", host[] = "h", *argv[] = { ssh, host, NULL };
	struct commandline c;
	struct config config;
	struct fake fake;
	const char *why;
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		struct words w = { 0 };

		commandline_parse(&c, 2, argv,
		    (struct commandline_release){ 9, 2 });
		fake_open(&fake, row[i].file, strlen(row[i].file));
		(void)config_evaluate(&config, &c, &fake.source);
		why = forward_hold_refused(&w, &config.settings);
		ok((why == NULL) == (row[i].why == NULL) && (why == NULL ||
		    strstr(why, row[i].why) != NULL),
		    "a held forward needs an address", why == NULL ?
		    "accepted" : why);
		words_free(&w);
		config_free(&config);
		commandline_free(&c);
	}
}

int
main(void)
{
	test_forwards();
	test_alias();
	test_hold();
	test_hold_refused();
	return tap_end();
}
