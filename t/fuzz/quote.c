/* SPDX-License-Identifier: ISC */
/*
 * A command within a command: what the shell and ssh's own splitting make of
 * the quoted text is the text; and any ProxyCommand or ProxyJump that is
 * accepted has a plan.
 */
#include <stdint.h>
#include <stdio.h>

#include "../lib/fake.h"
#include "base/quote.h"
#include "conf/destination.h"
#include "plan/plan.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One word of the shell, by its rules for quotes, over itself. */
static void
unquote(char *text, bool percent)
{
	char quote = '\0', *to = text;

	for (; *text != '\0'; text++) {
		if (quote == '\0' && (*text == '\'' || *text == '"'))
			quote = *text;
		else if (*text == quote)
			quote = '\0';
		else if (quote == '\0')
			abort();
		else {
			if (quote == '"' && *text == '\\')
				text++;
			if (percent && *text == '%')
				text++;
			*to++ = *text;
		}
	}
	if (quote != '\0')
		abort();
	*to = '\0';
}

/* As ssh splits: the quotes must be even, a backslash spares one of them. */
static void
split(const char *text)
{
	char quote = '\0';

	for (; *text != '\0'; text++) {
		if (*text == '\\' && text[1] != '\0' &&
		    strchr("'\"\\", text[1]) != NULL)
			text++;
		else if (quote == '\0' && strchr("'\"", *text) != NULL)
			quote = *text;
		else if (*text == quote)
			quote = '\0';
	}
	if (quote != '\0')
		abort();
}

static void
check(const char *text, char *quoted, bool percent)
{
	if (quoted == NULL)
		abort();
	split(quoted);
	unquote(quoted, percent);
	if (strcmp(quoted, text) != 0)
		abort();
	free(quoted);
}

/* The file as ssh_config, and the plan for it. */
static void
plan(const char *file, size_t n)
{
	char words[3][8] = { "sshp", "h", "cmd" };
	char *argv[] = { words[0], words[1], words[2], NULL };
	struct commandline c;
	struct config config;
	struct destination hop[8];
	struct plan_facts f = { .line = &c, .config = &config,
	    .ssh = "/ssh", .guard = "/g", .directory = "/d", .hop = hop };
	struct pool pool = { 0 };
	struct fake fake;
	const char *jump;
	struct plan p;

	if (commandline_parse(&c, 3, argv,
	    (struct commandline_release){ 9, 2 }) == -1)
		abort();
	fake_open(&fake, file, n);
	if (config_evaluate(&config, &c, &fake.source) == CONFIG_GOOD) {
		jump = settings_get(&config.settings, KW_proxyjump);
		if (jump != NULL)
			f.hops = destination_hops(hop, 8, &pool, &fake.source,
			    jump);
		if (f.hops > 8)
			f.hops = 0;
		if (plan_make(&p, &f) == -1)
			abort();
		plan_free(&p);
	}
	config_free(&config);
	commandline_free(&c);
	pool_free(&pool);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char command[] = "Persist yes\nProxyCommand ",
	    jump[] = "Persist yes\nProxyJump ";
	char text[256], file[sizeof text + sizeof command];

	if (size >= sizeof text)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	check(text, quote_proxy(text), true);
	check(text, quote_shell(text), false);
	plan(file, (size_t)snprintf(file, sizeof file, "%s%s", command, text));
	plan(file, (size_t)snprintf(file, sizeof file, "%s%s", jump, text));
	return 0;
}
