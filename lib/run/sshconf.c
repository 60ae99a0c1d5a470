/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/words.h"
#include "conf/config.h"
#include "conf/explain.h"
#include "conf/line.h"
#include "conf/lint.h"
#include "conf/show.h"
#include "run/sshconf.h"
#include "run/surroundings.h"
#include "sys/log.h"
#include "sys/program.h"
#include "sys/spawn.h"

enum { FAILED = 255, USAGE = 2 };

struct sshconf {
	struct log log;
	char *ssh;
	struct surroundings world;
	struct commandline line;
	struct config config;
	struct explain explain;
	struct lint lint;
	enum keyword keyword;	/* the one to explain; KEYWORDS: all */
	bool json;
	int hosts;		/* printed so far */
};

/* --- what the evaluator says --- */

/* By the LogLevel that ssh goes by at that point. */
static bool
is_shown(const char *loglevel, enum source_level level)
{
	if (loglevel == NULL)
		return true;
	if (strcmp(loglevel, "SILENT") == 0)
		return false;
	return level == LEVEL_FATAL || strcmp(loglevel, "FATAL") != 0;
}

/* As ssh prints it: what is not printable in octal. */
static void
print_complaint(const char *text)
{
	char line[4 * 1024 + 1], *to = line;
	unsigned char c;

	for (; *text != '\0' && to - line < 4 * 1023; text++) {
		c = (unsigned char)*text;
		if (c == '\\')
			to += sprintf(to, "\\\\");
		else if ((c < ' ' && c != '\t') || c >= 0x7f)
			to += sprintf(to, "\\%03o", c);
		else
			*to++ = (char)c;
	}
	*to = '\0';
	log_raw(line);
}

static void
say_complaint(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	const struct sshconf *c = arg;

	(void)at;
	if (level == LEVEL_PLAIN)
		log_raw(text);
	else if (is_shown(c->config.level, level))
		print_complaint(text);
}

static void
say_oops(void *arg, struct origin at, const char *text)
{
	const struct sshconf *c = arg;

	(void)at;
	log_say(&c->log, "%s", text);
}

static const struct surroundings_hooks hooks = {
	.complain = say_complaint, .oops = say_oops,
};

/* --- what ssh says --- */

/*
 * Its own defaults: what it prints for no file at all.  Debian's depend on
 * BatchMode.
 */
static char *
standard(const struct sshconf *c)
{
	struct words argv = { 0 };
	char *out = NULL, *err = NULL;
	size_t len;
	int status = -1;

	words_add(&argv, "%s", c->ssh);
	words_add(&argv, "-GFnone");
	if (settings_is(&c->config.settings, KW_batchmode, "yes"))
		words_add(&argv, "-oBatchMode=yes");
	words_add(&argv, "--");
	words_add(&argv, "localhost");
	if (!argv.failed)
		status = spawn_capture(c->ssh, argv.word, &out, &len, &err);
	words_free(&argv);
	free(err);
	if (status == 0)
		return out;
	free(out);
	log_say(&c->log, "%s -G: does not work here", c->ssh);
	return NULL;
}

/* --- show --- */

static void
print_lines(const struct words *lines)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		puts(lines->word[i]);
}

static void
print_json(struct sshconf *c, const char *name, const char *value)
{
	if (value != NULL)
		printf("{\"schema\":1,\"host\":%s,\"%s\":%s}\n",
		    json_string(&c->world.pool, c->config.original), name,
		    value);
}

static int
show(struct sshconf *c)
{
	struct words lines = { 0 };
	char *usual;
	int status;

	if (config_evaluate(&c->config, &c->line, &c->world.source) !=
	    CONFIG_GOOD || (usual = standard(c)) == NULL)
		return FAILED;
	show_lines(&lines, &c->config, &c->world.source, usual);
	if (c->json)
		print_json(c, "settings", show_json(&c->world.pool, &lines));
	else
		print_lines(&lines);
	status = lines.failed ? FAILED : 0;
	free(usual);
	words_free(&lines);
	return status;
}

/* --- explain --- */

static void
explain_heard(void *arg, const struct heard *h)
{
	struct sshconf *c = arg;

	explain_hear(&c->explain, h);
}

/* The text of a line of a file that was read. */
static const char *
explain_header(void *arg, struct origin at)
{
	struct sshconf *c = arg;
	const char *text = at.line == 0 ? NULL :
	    surroundings_text(&c->world, at.file);
	int line;

	for (line = 1; text != NULL && line < at.line; line++)
		if ((text = strchr(text, '\n')) != NULL)
			text++;
	if (text == NULL)
		return NULL;
	text += strspn(text, " \t");
	return pool_copy(&c->world.pool, text, strcspn(text, "\r\n"));
}

static void
explain_text(struct sshconf *c, const char *usual)
{
	const struct config_source *s = &c->world.source;
	struct words lines = { 0 };
	const char *value;
	int k;

	for (k = 0; k < KEYWORDS; k++)
		if (c->keyword == KEYWORDS || (int)c->keyword == k)
			(void)explain_lines(&lines, &c->explain, &c->config,
			    s, (enum keyword)k, usual, explain_header, c);
	if (lines.n == 0 && c->keyword != KEYWORDS) {
		value = show_standard(&c->world.pool, usual, c->keyword);
		words_add(&lines, "%s %s\n    ssh's default",
		    keyword_rows[c->keyword].name,
		    value == NULL ? "(not set)" : value);
	}
	print_lines(&lines);
	words_free(&lines);
}

static void
explain_object(struct sshconf *c, const char *usual)
{
	const char *all = "", *one;
	struct pool *p = &c->world.pool;
	int k;

	for (k = 0; k < KEYWORDS && all != NULL; k++) {
		if (c->keyword != KEYWORDS && (int)c->keyword != k)
			continue;
		one = explain_json(&c->explain, &c->config, &c->world.source,
		    (enum keyword)k, usual, explain_header, c);
		if (one != NULL)
			all = pool_text(p, "%s%s%s", all,
			    *all == '\0' ? "" : ",", one);
	}
	if (all != NULL)
		print_json(c, "keywords", pool_text(p, "{%s}", all));
}

static int
explain(struct sshconf *c)
{
	char *usual;

	explain_open(&c->explain);
	if (config_evaluate(&c->config, &c->line, &c->world.source) !=
	    CONFIG_GOOD || (usual = standard(c)) == NULL) {
		explain_close(&c->explain);
		return FAILED;
	}
	if (c->json)
		explain_object(c, usual);
	else
		explain_text(c, usual);
	free(usual);
	explain_close(&c->explain);
	return 0;
}

/* --- hosts --- */

/* A name that can be typed, and where it stands. */
static void
hosts_name(struct sshconf *c, const char *name, struct origin at)
{
	struct pool *p = &c->world.pool;
	const char *file;

	if (!c->json) {
		printf("%s\t%s:%d\n", name, at.file, at.line);
		return;
	}
	name = json_string(p, name);
	file = json_string(p, at.file);
	if (name != NULL && file != NULL)
		printf("%s{\"host\":%s,\"file\":%s,\"line\":%d}",
		    c->hosts++ == 0 ? "" : ",", name, file, at.line);
}

static void
hosts_heard(void *arg, const struct heard *h)
{
	struct sshconf *c = arg;
	size_t i;

	for (i = 0; h->k == KW_host && i < h->line->n; i++)
		if (strpbrk(h->line->word[i], "*?!") == NULL &&
		    h->line->word[i][0] != '\0')
			hosts_name(c, h->line->word[i], h->at);
}

static int
hosts(struct sshconf *c)
{
	enum config_result is;

	if (c->json)
		fputs("{\"schema\":1,\"hosts\":[", stdout);
	is = config_scan(&c->config, &c->line, &c->world.source);
	if (c->json)
		puts("]}");
	if (is == CONFIG_GOOD)
		return 0;
	log_say(&c->log, "hosts: ssh rejects these files (sshconf lint says "
	    "why)");
	return FAILED;
}

/* --- lint --- */

static void
lint_heard(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	struct sshconf *c = arg;

	lint_complaint(&c->lint, level, at, text);
}

static void
lint_oops(void *arg, struct origin at, const char *text)
{
	struct sshconf *c = arg;
	size_t n = strlen(source_place(&c->world.pool, at));

	if (at.line > 0 && strlen(text) > n + 2)
		lint_complaint(&c->lint, LEVEL_ERROR, at, text + n + 2);
}

static int
lint_print(struct sshconf *c)
{
	static const char *const name[] = { [LINT_ERROR] = "error",
	    [LINT_WARNING] = "warning", [LINT_HINT] = "hint" };
	struct pool *p = &c->world.pool;
	const struct lint_finding *f;
	int status = 0;

	if (c->json)
		fputs("{\"schema\":1,\"findings\":[", stdout);
	for (f = c->lint.finding; f != NULL; f = f->next) {
		if (f->level == LINT_ERROR)
			status = 1;
		if (c->json)
			printf("%s{\"file\":%s,\"line\":%d,\"level\":\"%s\","
			    "\"text\":%s}", f == c->lint.finding ? "" : ",",
			    json_string(p, f->at.file), f->at.line,
			    name[f->level], json_string(p, f->text));
		else
			printf("%s:%d: %s: %s\n", f->at.file, f->at.line,
			    name[f->level], f->text);
	}
	if (c->json)
		puts("]}");
	return status;
}

/* What ssh would complain of, in file or, NULL, in its usual files. */
static int
lint_check(struct sshconf *c, char *file)
{
	char name[] = "sshconf", flag[] = "-F", end[] = "--",
	    host[] = "localhost", *usual[] = { name, end, host, NULL },
	    *one[] = { name, flag, file, end, host, NULL };
	struct config config;

	if (commandline_parse(&c->line, file == NULL ? 3 : 5,
	    file == NULL ? usual : one,
	    (struct commandline_release){ 9, 2 }) == -1)
		return FAILED;
	(void)config_check(&config, &c->line, &c->world.source);
	config_free(&config);
	commandline_free(&c->line);
	return 0;
}

static int
lint_file(struct sshconf *c, char *file)
{
	const char *why = "";

	if (lint_read(&c->lint, file, FROM_USER, false, &why) == -1) {
		log_say(&c->log, "%s: %s", file, why);
		return 1;
	}
	return lint_check(c, file);
}

static int
lint_usual(struct sshconf *c)
{
	const struct config_source *s = &c->world.source;
	const char *mine = pool_text(&c->world.pool, "%s/.ssh/config",
	    s->home), *why;

	if (mine != NULL)
		(void)lint_read(&c->lint, mine, FROM_USER, true, &why);
	c->lint.block = NULL;
	(void)lint_read(&c->lint, s->system, FROM_SYSTEM, false, &why);
	return lint_check(c, NULL);
}

static int
lint(struct sshconf *c, int argc, char **argv)
{
	int status = 0, judged, i;

	lint_open(&c->lint, &c->world.source);
	if (argc == 0)
		status = lint_usual(c);
	for (i = 0; i < argc; i++) {
		c->lint.block = NULL;
		if ((judged = lint_file(c, argv[i])) != 0)
			status = judged;
	}
	lint_judge(&c->lint);
	judged = lint_print(c);
	lint_close(&c->lint);
	return status != 0 ? status : judged;
}

/* --- all of it --- */

static const char usage[] =
    "usage: sshconf show [--json] [ssh's options] host [command]\n"
    "       sshconf explain [--json] [-k keyword] [ssh's options] host\n"
    "       sshconf hosts [--json] [-F file]\n"
    "       sshconf lint [--json] [file ...]\n"
    "       sshconf -h | -V\n";

static const struct surroundings_hooks explain_hooks = {
	.complain = say_complaint, .oops = say_oops, .heard = explain_heard,
}, hosts_hooks = {
	.heard = hosts_heard,
}, lint_hooks = {
	.complain = lint_heard, .oops = lint_oops,
};

static const struct command {
	const char *name;
	int (*run)(struct sshconf *);	/* NULL: it takes files */
	const struct surroundings_hooks *hooks;
} commands[] = {
	{ "show", show, &hooks },
	{ "explain", explain, &explain_hooks },
	{ "hosts", hosts, &hosts_hooks },
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

/* Takes our own options out of argv, up to "--"; how many are left, or -1. */
static int
own_options(struct sshconf *c, const struct command *command, char **argv)
{
	int from = 0, to = 0;

	c->keyword = KEYWORDS;
	for (; argv[from] != NULL && strcmp(argv[from], "--") != 0; from++) {
		if (strcmp(argv[from], "--json") == 0) {
			c->json = true;
		} else if (command->run == explain && argv[from + 1] != NULL &&
		    strcmp(argv[from], "-k") == 0) {
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

/* Parses ssh's words; argv[0] is passed over. */
static int
ssh_options(struct sshconf *c, const struct command *command, int argc,
    char **argv)
{
	char host[] = "localhost", **all = calloc((size_t)argc + 2,
	    sizeof *all);
	int release = commandline_new(argv) ?
	    surroundings_release(&c->world) : 902, status = FAILED;

	if (all == NULL)
		return FAILED;
	memcpy(all, argv, (size_t)argc * sizeof *all);
	if (command->run == hosts)
		all[argc++] = host;
	if (commandline_parse(&c->line, argc, all,
	    (struct commandline_release){ release / 100, release % 100 }) == 0) {
		if (command->run == hosts && c->line.words > 0) {
			log_say(&c->log, "hosts: %s: no name is wanted "
			    "(-F file reads another file)",
			    c->line.destination);
			status = USAGE;
		} else if (c->line.mode == COMMANDLINE_SESSION)
			status = command->run(c);
		else
			log_say(&c->log, "%s: no host, or an option that ssh "
			    "does not have (sshconf -h)", command->name);
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
		return lint(c, n, argv + 1);
	return ssh_options(c, command, n + 1, argv);
}

int
sshconf_run(int argc, char **argv)
{
	struct sshconf c = { .log = { .program = "sshconf" } };
	const struct command *command = argc < 2 ? NULL :
	    command_find(argv[1]);
	int status;

	if (argc == 2 && strcmp(argv[1], "-h") == 0)
		return fputs(usage, stdout) == EOF;
	if (argc == 2 && strcmp(argv[1], "-V") == 0)
		return printf("sshconf %s\n", VERSION) < 0;
	if (argc < 2)
		fputs(usage, stderr);
	else if (command == NULL)
		log_say(&c.log, "%s: no such command (show, explain, hosts, "
		    "lint)", argv[1]);
	if (command == NULL)
		return USAGE;
	if ((c.ssh = program_find("ssh")) == NULL) {
		log_say(&c.log, "ssh: not found in PATH");
		return FAILED;
	}
	surroundings_open(&c.world, c.ssh, command->hooks, &c);
	c.world.lists = true;
	status = command_run(&c, command, argv + 1);
	if (fflush(stdout) == EOF) {
		log_say(&c.log, "output: %s", strerror(errno));
		status = FAILED;
	}
	config_free(&c.config);
	surroundings_close(&c.world);
	free(c.ssh);
	return status;
}
