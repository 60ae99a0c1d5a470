/* SPDX-License-Identifier: ISC */
/* Prints the settings for a host as ssh -G does: sshconf show. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "conf/show.h"
#include "sshconf/sshconf.h"
#include "sys/subprocess.h"

enum { FAILED = 255 };

int
sshconf_show(struct sshconf *c)
{
	struct words lines = { 0 };
	char *usual;
	int status;

	if (config_evaluate(&c->config, &c->line, &c->world.source) !=
	    CONFIG_GOOD || (usual = sshconf_standard(c)) == NULL)
		return FAILED;
	show_lines(&lines, &c->config, &c->world.source, usual);
	if (c->json)
		sshconf_object(c, "settings", show_json(&c->world.pool,
		    &lines));
	else
		sshconf_lines(&lines);
	status = lines.failed ? FAILED : 0;
	free(usual);
	words_free(&lines);
	return status;
}

/* --- output --- */

/* True if ssh prints a message of this level at the present LogLevel. */
static bool
is_shown(const char *loglevel, enum source_level level)
{
	if (loglevel == NULL)
		return true;
	if (strcmp(loglevel, "QUIET") == 0)
		return false;
	return level == LEVEL_FATAL || strcmp(loglevel, "FATAL") != 0;
}

/* Prints text as ssh does: unprintable characters in octal. */
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

void
sshconf_complain(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	const struct sshconf *c = arg;

	(void)at;
	if (level == LEVEL_PLAIN)
		log_raw(text);
	else if (is_shown(c->config.level, level))
		print_complaint(text);
}

void
sshconf_oops(void *arg, struct origin at, const char *text)
{
	const struct sshconf *c = arg;

	(void)at;
	log_say(&c->log, "%s", text);
}

void
sshconf_lines(const struct words *lines)
{
	size_t i;

	for (i = 0; i < lines->n; i++)
		puts(lines->word[i]);
}

void
sshconf_object(struct sshconf *c, const char *name, const char *value)
{
	if (value != NULL)
		printf("{\"schema\":1,\"host\":%s,\"%s\":%s}\n",
		    quote_json(&c->world.pool, c->config.original), name,
		    value);
}

/* The defaults of Debian's ssh depend on BatchMode. */
char *
sshconf_standard(const struct sshconf *c)
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
		status = subprocess_capture(c->ssh, argv.word, -1, &out, &len,
		    &err);
	words_free(&argv);
	free(err);
	if (status == 0)
		return out;
	free(out);
	log_say(&c->log, "cannot learn ssh's defaults: %s -G failed", c->ssh);
	return NULL;
}
