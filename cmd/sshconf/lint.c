/* SPDX-License-Identifier: ISC */
/* Prints mistakes in ssh_config and how to fix them: sshconf lint. */
#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "sshconf/sshconf.h"

enum { FAILED = 255 };

void
sshconf_lint_heard(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	struct sshconf *c = arg;

	lint_complaint(&c->lint, level, at, text);
}

void
sshconf_lint_oops(void *arg, struct origin at, const char *text)
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
	    [LINT_WARNING] = "warning", [LINT_NOTE] = "note" };
	struct pool *p = &c->world.pool;
	const struct lint_finding *f;
	const char *text;
	int status = 0;

	if (c->json)
		fputs("{\"schema\":1,\"findings\":[", stdout);
	for (f = c->lint.finding; f != NULL; f = f->next) {
		if (f->level == LINT_ERROR)
			status = 1;
		text = lint_visible(p, f->text);
		if (c->json)
			printf("%s{\"file\":%s,\"line\":%d,\"level\":\"%s\","
			    "\"text\":%s}", f == c->lint.finding ? "" : ",",
			    quote_json(p, f->at.file), f->at.line,
			    name[f->level], quote_json(p, text));
		else
			printf("%s:%d: %s: %s\n", lint_visible(p, f->at.file),
			    f->at.line, name[f->level], text);
	}
	if (c->json)
		puts("]}");
	return status;
}

/* Prints ssh's complaints about file; NULL: about its usual files. */
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
	(void)lint_read(&c->lint, s->system(s->arg), FROM_SYSTEM, false,
	    &why);
	return lint_check(c, NULL);
}

int
sshconf_lint(struct sshconf *c, int argc, char **argv)
{
	int status = 0, judged, i;

	lint_open(&c->lint, &c->world.source);
	if (argc == 0)
		status = lint_usual(c);
	for (i = 0; i < argc; i++) {
		if ((judged = lint_file(c, argv[i])) != 0)
			status = judged;
		lint_judge(&c->lint);
	}
	lint_judge(&c->lint);
	judged = lint_print(c);
	lint_close(&c->lint);
	return status != 0 ? status : judged;
}
