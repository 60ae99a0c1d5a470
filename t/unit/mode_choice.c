/* SPDX-License-Identifier: ISC */
/* What sshp does with a command line: runs ssh once, or keeps it; -f. */
#include <stdio.h>
#include <string.h>

#include "../lib/fake.h"
#include "../lib/tap.h"
#include "plan/plan.h"

enum { DUMB = 1, PIPE = 2 };	/* standard input; else a terminal */

static void
test_way(void)
{
	static const struct {
		const char *name, *line, *file;
		int input;
		enum plan_way way;
	} row[] = {
		{ "without Persist, ssh runs as it is", "h", "Port 22\n", 0,
		    PLAN_SSH },
		{ "a shell at a terminal is kept", "h", "Persist yes\n", 0,
		    PLAN_KEPT },
		{ "a shell in a dumb terminal runs once", "h",
		    "Persist yes\n", DUMB, PLAN_GUARDED },
		{ "a shell whose input is a pipe runs once", "h",
		    "Persist yes\n", PIPE, PLAN_GUARDED },
		{ "a tunnel is kept without a terminal", "-N h",
		    "Persist yes\n", PIPE, PLAN_KEPT },
		{ "a tunnel is kept in a dumb terminal", "-N h",
		    "Persist yes\n", DUMB, PLAN_KEPT },
		{ "a tunnel with -f is kept", "-fN h", "Persist yes\n", 0,
		    PLAN_KEPT },
		{ "a command runs once", "h ls", "Persist yes\n", 0,
		    PLAN_GUARDED },
		{ "a command with -f runs once", "-f h ls", "Persist yes\n",
		    0, PLAN_GUARDED },
		{ "a command is kept with PersistRemoteCommand", "h ls",
		    "Persist yes\nPersistRemoteCommand yes\n", PIPE,
		    PLAN_KEPT },
		{ "ssh answers a query as it is", "-G h", "Persist yes\n", 0,
		    PLAN_SSH },
		{ "-W runs once", "-W a:1 h", "Persist yes\n", 0,
		    PLAN_GUARDED },
	};
	char copy[100], *argv[16];
	struct commandline line;
	struct config config;
	struct plan_facts f;
	struct fake fake;
	size_t i;
	int argc;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		snprintf(copy, sizeof copy, "%s", row[i].line);
		argv[0] = copy;
		argc = 1;
		for (argv[argc] = strtok(copy, " "); argv[argc] != NULL;
		    argv[++argc] = strtok(NULL, " "))
			;
		commandline_parse(&line, argc, argv,
		    (struct commandline_release){ 9, 2 });
		fake_open(&fake, row[i].file, strlen(row[i].file));
		config_evaluate(&config, &line, &fake.source);
		f = (struct plan_facts){ .line = &line, .config = &config,
		    .terminal = row[i].input != PIPE,
		    .dumb = row[i].input == DUMB };
		ok(plan_way(&f) == row[i].way, row[i].name, NULL);
		config_free(&config);
		commandline_free(&line);
	}
}

static void
test_background(void)
{
	struct plan_process p = plan_process(&(struct plan){ .tunnel = true,
	    .background = true });

	ok(p.null_in && p.null_out && p.deaf,
	    "with -f, ssh has no input, no output and no terminal signals",
	    NULL);
	ok(p.log_pipe && p.error_pipe,
	    "with -f, ssh holds no descriptor of the user's terminal", NULL);
	p = plan_process(&(struct plan){ .tunnel = true });
	ok(!p.null_in && !p.null_out && !p.deaf && !p.error_pipe &&
	    !p.log_pipe, "in the foreground, ssh inherits the terminal", NULL);
	ok(plan_process(&(struct plan){ .log = "/d/log" }).log_pipe,
	    "sshp reads the log of an ssh that logs to it", NULL);
	ok(p.kill && !plan_process(&(struct plan){ .tunnel = false }).kill,
	    "if sshp dies, a tunnel is killed, and a shell resets the terminal",
	    NULL);
	ok(plan_second_status(&(struct plan){ .background = true }) == 0,
	    "a second sshp -f for one tunnel succeeds", NULL);
	ok(plan_second_status(&(struct plan){ .background = false }) == 255,
	    "a second sshp in the foreground fails", NULL);
	ok(plan_warns_once(&(struct plan){ .background = true,
	    .way = PLAN_GUARDED }) && !plan_warns_once(&(struct plan){
	    .way = PLAN_GUARDED }), "the user of -f with a command is told "
	    "that it runs once", NULL);
}

static void
test_unkept(void)
{
	static const struct {
		const char *name, *option;
		bool set, warns;
	} row[] = {
		{ "a tunnel without Persist is warned about", "N", false,
		    true },
		{ "a tunnel with Persist no is not warned about", "N", true,
		    false },
		{ "a shell is not warned about", "v", false, false },
		{ "-q is not warned about", "Nq", false, false },
		{ "a query is not warned about", "NG", false, false },
	};
	struct commandline_option option[4];
	struct value value = { .text = "no" };
	struct commandline line;
	struct settings s;
	size_t i, n;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		for (n = 0; row[i].option[n] != '\0'; n++)
			option[n] = (struct commandline_option){
			    row[i].option[n], "" };
		line = (struct commandline){ .option = option,
		    .options = n };
		s = (struct settings){ .first[KW_persist] = row[i].set ?
		    &value : NULL };
		ok(plan_warns_unkept(&line, &s) == row[i].warns, row[i].name,
		    NULL);
	}
}

static void
test_shell(void)
{
	static const struct plan guarded = { .guarded = true };
	static const struct plan bare = { .guarded = false };

	ok(plan_needs_shell(&guarded, "/usr/sbin/nologin", true) &&
	    plan_needs_shell(&guarded, "false", true),
	    "ssh cannot start the guard by a shell that refuses logins", NULL);
	ok(plan_needs_shell(&guarded, "/gone", false),
	    "ssh cannot start the guard by a shell that is missing", NULL);
	ok(!plan_needs_shell(&guarded, "/bin/fish", true),
	    "ssh starts the guard by the user's own shell", NULL);
	ok(!plan_needs_shell(&guarded, NULL, false) &&
	    !plan_needs_shell(&guarded, "", false),
	    "without SHELL, ssh takes /bin/sh itself", NULL);
	ok(!plan_needs_shell(&bare, "/usr/sbin/nologin", true),
	    "an ssh without a guard keeps its SHELL", NULL);
}

int
main(void)
{
	test_way();
	test_background();
	test_unkept();
	test_shell();
	return tap_end();
}
