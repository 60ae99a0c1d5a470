/* SPDX-License-Identifier: ISC */
/* sshconf: parses the command line and runs the commands. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sshconf/sshconf.h"
#include "sys/program.h"

enum { FAILED = 255, USAGE = 2 };

static const char usage[] =
    "usage: sshconf show [--json] [ssh's options] host [command]\n"
    "       sshconf explain [--json] [-a] [-k keyword] [ssh's options] host\n"
    "       sshconf check [--json] [-n] [ssh's options] host\n"
    "       sshconf hosts [--json] [-F file]\n"
    "       sshconf lint [--json] [file ...]\n"
    "       sshconf keywords\n"
    "       sshconf -h | -V\n";

static const struct evaluator_hooks show_hooks = {
	.complain = sshconf_complain, .oops = sshconf_oops,
}, explain_hooks = {
	.complain = sshconf_complain, .oops = sshconf_oops,
	.heard = sshconf_explain_heard,
}, check_hooks = {
	.complain = sshconf_complain, .oops = sshconf_oops,
	.heard = sshconf_check_heard,
}, hosts_hooks = {
	.heard = sshconf_hosts_heard,
}, lint_hooks = {
	.complain = sshconf_lint_heard, .oops = sshconf_lint_oops,
};

static const struct command {
	const char *name;
	int (*run)(struct sshconf *);	/* NULL: takes files, as lint does */
	const struct evaluator_hooks *hooks;
} commands[] = {
	{ "show", sshconf_show, &show_hooks },
	{ "explain", sshconf_explain, &explain_hooks },
	{ "check", sshconf_check, &check_hooks },
	{ "hosts", sshconf_hosts, &hosts_hooks },
	{ "lint", NULL, &lint_hooks },
};

static const struct command *
command_find(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof commands / sizeof *commands; i++)
		if (name != NULL && strcmp(name, commands[i].name) == 0)
			return &commands[i];
	return NULL;
}

static enum keyword
keyword_of(const char *name)
{
	char lower[64];
	enum keyword k;
	size_t i;

	for (i = 0; name[i] != '\0' && i < sizeof lower - 1; i++)
		lower[i] = name[i] >= 'A' && name[i] <= 'Z' ?
		    (char)(name[i] + 'a' - 'A') : name[i];
	lower[i] = '\0';
	k = keyword_find(lower);
	return k == KEYWORDS ? k : keyword_rows[k].of;
}

static int
own_keyword(struct sshconf *c, const char *name)
{
	c->keyword = keyword_of(name);
	if (c->keyword != KEYWORDS)
		return 0;
	log_say(&c->log, "%s: no such keyword", name);
	return -1;
}

/* Removes our own options from argv, up to "--"; the new argc, or -1. */
static int
own_options(struct sshconf *c, const struct command *command, char **argv)
{
	int from = 0, to = 0;

	c->keyword = KEYWORDS;
	for (; argv[from] != NULL && strcmp(argv[from], "--") != 0; from++) {
		if (strcmp(argv[from], "--json") == 0) {
			c->json = true;
		} else if (command->run == sshconf_explain &&
		    strcmp(argv[from], "-a") == 0) {
			c->all = true;
		} else if (command->run == sshconf_check &&
		    strcmp(argv[from], "-n") == 0) {
			c->offline = true;
		} else if (command->run == sshconf_explain &&
		    argv[from + 1] != NULL && strcmp(argv[from], "-k") == 0) {
			if (own_keyword(c, argv[++from]) == -1)
				return -1;
		} else {
			argv[to++] = argv[from];
		}
	}
	while (argv[from] != NULL)
		argv[to++] = argv[from++];
	argv[to] = NULL;
	return to;
}

/* Parses ssh's arguments; skips argv[0]. */
static int
ssh_options(struct sshconf *c, const struct command *command, int argc,
    char **argv)
{
	char host[] = "localhost", **all = calloc((size_t)argc + 2,
	    sizeof *all);
	int release = commandline_new(argv) ?
	    evaluator_release(&c->world) : 902, status = FAILED;

	if (all == NULL)
		return FAILED;
	memcpy(all, argv, (size_t)argc * sizeof *all);
	if (command->run == sshconf_hosts)
		all[argc++] = host;
	if (commandline_parse(&c->line, argc, all,
	    (struct commandline_release){ release / 100,
	    release % 100 }) == 0) {
		if (command->run == sshconf_hosts && c->line.words > 0) {
			log_say(&c->log, "hosts: %s: unexpected argument "
			    "(use -F to read another file)",
			    c->line.destination);
			status = USAGE;
		} else if (c->line.mode == COMMANDLINE_SESSION)
			status = command->run(c);
		else
			log_say(&c->log, "%s: host missing, or an option that "
			    "ssh does not have (see sshconf -h)",
			    command->name);
	}
	commandline_free(&c->line);
	free(all);
	return status;
}

static int
command_run(struct sshconf *c, const struct command *command, char **argv)
{
	int n = own_options(c, command, argv + 1);

	if (n == -1)
		return USAGE;
	if (command->run == NULL)
		return sshconf_lint(c, n, argv + 1);
	return ssh_options(c, command, n + 1, argv);
}

/* Prints all keywords, one a line: ours and those of ssh_config(5). */
static int
keywords_print(int argc)
{
	const char *name;
	size_t i;
	int k;

	if (argc > 2) {
		fputs(usage, stderr);
		return USAGE;
	}
	for (i = 0; (name = lint_keyword(i)) != NULL; i++)
		puts(name);
	for (k = 0; k < KEYWORDS; k++)
		if (keyword_rows[k].type == TYPE_PERSIST)
			puts(persist_name((enum keyword)k));
	return fflush(stdout) == EOF ? FAILED : 0;
}

/* True for "-h", "--help", or a command and "--help". */
static bool
command_help(int argc, char **argv)
{
	return (argc == 2 && strcmp(argv[1], "-h") == 0) ||
	    (argc > 1 && strcmp(argv[1], "--help") == 0) ||
	    (argc > 2 && strcmp(argv[2], "--help") == 0);
}

/*
 * sshconf show|explain|check|hosts|lint|keywords: reads ssh_config(5) as ssh
 * does.  Prints the settings, the line that set each value, what a start
 * without the user lacks, the hosts, or the mistakes.
 */
int
main(int argc, char **argv)
{
	struct sshconf c = { .log = { .program = "sshconf" } };
	const struct command *command = argc < 2 ? NULL :
	    command_find(argv[1]);
	int status;

	if (command_help(argc, argv))
		return fputs(usage, stdout) == EOF;
	if (argc == 2 && strcmp(argv[1], "-V") == 0)
		return printf("sshconf %s\n", VERSION) < 0;
	if (argc > 1 && strcmp(argv[1], "keywords") == 0)
		return keywords_print(argc);
	if (argc < 2)
		fputs(usage, stderr);
	else if (command == NULL)
		log_say(&c.log, "%s: no such command (commands: show, "
		    "explain, check, hosts, lint, keywords)", argv[1]);
	if (command == NULL)
		return USAGE;
	if ((c.ssh = program_find("ssh")) == NULL) {
		log_say(&c.log, "ssh: not found in PATH");
		return FAILED;
	}
	evaluator_open(&c.world, c.ssh, command->hooks, &c);
	c.world.lists = true;
	status = command_run(&c, command, argv + 1);
	if (fflush(stdout) == EOF) {
		log_say(&c.log, "output: %s", strerror(errno));
		status = FAILED;
	}
	config_free(&c.config);
	evaluator_close(&c.world);
	free(c.ssh);
	return status;
}
