/* SPDX-License-Identifier: ISC */
/* Turns options of the command line and the destination into settings. */
#include <stdlib.h>
#include <string.h>

#include "conf/destination.h"
#include "conf/evaluation.h"

/* The options of ssh's command line, as in OpenSSH's ssh.c. */

/* --- flags --- */

/* The keyword and the value that a flag sets. */
static const struct simple {
	char letter;
	enum keyword k;
	const char *text;
} simple[] = {
	{ '4', KW_addressfamily, "inet" }, { '6', KW_addressfamily, "inet6" },
	{ 'n', KW_stdinnull, "yes" }, { 'f', KW_stdinnull, "yes" },
	{ 'f', KW_forkafterauthentication, "yes" },
	{ 'x', KW_forwardx11, "no" }, { 'X', KW_forwardx11, "yes" },
	{ 'Y', KW_forwardx11, "yes" }, { 'Y', KW_forwardx11trusted, "yes" },
	{ 'g', KW_gatewayports, "yes" }, { 'a', KW_forwardagent, "no" },
	{ 'A', KW_forwardagent, "yes" },
	{ 'k', KW_gssapidelegatecredentials, "no" },
	{ 'K', KW_gssapiauthentication, "yes" },
	{ 'K', KW_gssapidelegatecredentials, "yes" },
	{ 'q', KW_loglevel, "QUIET" }, { 'C', KW_compression, "yes" },
	{ 'T', KW_requesttty, "false" },
};

/* The LogLevel of -v.  A second -v raises the level by one, even after -q. */
static const char *
more(struct evaluation *e)
{
	static const char *const level[] = { "QUIET", "FATAL", "ERROR", "INFO",
	    "VERBOSE", "DEBUG", "DEBUG2", "DEBUG3" };
	size_t i;

	if (!e->debug) {
		e->debug = true;
		return "DEBUG";
	}
	for (i = 0; i < 7; i++)
		if (eval_is(e, KW_loglevel, level[i]))
			return level[i + 1];
	return "DEBUG3";
}

/* The value of -t or -M, which is stronger if the option is repeated. */
static const char *
again(const struct evaluation *e, char letter)
{
	if (letter == 't')
		return eval_is(e, KW_requesttty, "true") ? "force" : "true";
	return eval_is(e, KW_controlmaster, "true") ? "ask" : "true";
}

static enum outcome
option_session(struct evaluation *e, char letter)
{
	const char *type = letter == 'N' ? "none" : "subsystem";
	const char *was = settings_get(e->s, KW_sessiontype);

	if (was != NULL && strcmp(was, type) != 0)
		return option_refuse(e, LEVEL_FATAL, letter == 'N' ?
		    "Cannot specify -N with -s/SessionType" :
		    "Cannot specify -s with -N/SessionType", NULL);
	option_replace(e, KW_sessiontype, type);
	if (letter == 'N')
		option_replace(e, KW_requesttty, "false");
	return TAKEN;
}

static enum outcome
option_flag(struct evaluation *e, char letter)
{
	size_t i;

	for (i = 0; i < sizeof simple / sizeof *simple; i++)
		if (simple[i].letter == letter)
			option_replace(e, simple[i].k, simple[i].text);
	switch (letter) {
	case '1':
		return option_refuse(e, LEVEL_FATAL,
		    "SSH protocol v.1 is no longer supported", NULL);
	case 't':
		option_replace(e, KW_requesttty, again(e, 't'));
		break;
	case 'M':
		option_replace(e, KW_controlmaster, again(e, 'M'));
		break;
	case 'v':
		option_replace(e, KW_loglevel, more(e));
		break;
	case 'N':
	case 's':
		return option_session(e, letter);
	}
	return TAKEN;
}

/* Sets user and port of the destination, unless an option has set them. */
static enum outcome
option_destination(struct evaluation *e, const char *text)
{
	struct destination d;

	if (destination_parse(&d, &e->s->pool, e->source, text) == -1)
		return FATAL;
	if (d.user != NULL)
		option_set(e, KW_user, d.user);
	if (d.port != -1)
		option_set(e, KW_port, pool_text(&e->s->pool, "%d", d.port));
	e->original = e->host = d.host;
	return TAKEN;
}

static enum outcome
option_words(struct evaluation *e, const struct commandline *line)
{
	char *all = words_join(line->command, line->words);

	e->command = all == NULL ? NULL :
	    pool_copy(&e->s->pool, all, strlen(all));
	free(all);
	if (e->command == NULL)
		return FATAL;
	if (line->words == 0 && eval_is(e, KW_sessiontype, "subsystem"))
		return option_refuse(e, LEVEL_PLAIN,
		    "You must specify a subsystem to invoke.", NULL);
	return TAKEN;
}

/* Checks user and host, because tokens pass them to a shell. */
static enum outcome
check_names(const struct evaluation *e)
{
	const char *user = settings_get(e->s, KW_user);

	if (user != NULL && !destination_plain_user(user))
		return option_refuse(e, LEVEL_FATAL,
		    "remote username contains invalid characters", NULL);
	if (!destination_plain_host(e->original))
		return option_refuse(e, LEVEL_FATAL,
		    "hostname contains invalid characters", NULL);
	return TAKEN;
}

enum outcome
options_take(struct evaluation *e, const struct commandline *line)
{
	enum outcome outcome = TAKEN;
	const struct commandline_option *o = line->option;
	size_t i;

	for (i = 0; i < line->options && outcome == TAKEN; i++, o++) {
		/* The destination comes before the options after it. */
		if (i == line->before)
			outcome = option_destination(e, line->destination);
		if (outcome == TAKEN)
			outcome = o->value == NULL ?
			    option_flag(e, o->letter) :
			    option_value(e, o->letter, o->value);
	}
	if (outcome == TAKEN && e->original == NULL)
		outcome = option_destination(e, line->destination);
	if (outcome == TAKEN)
		outcome = check_names(e);
	return outcome == TAKEN ? option_words(e, line) : outcome;
}
