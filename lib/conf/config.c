/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/config.h"
#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/scalar.h"

static void
no_complaint(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	(void)arg;
	(void)level;
	(void)at;
	(void)text;
}

static enum outcome
evaluate(struct evaluation *e, const struct commandline *line)
{
	enum outcome is = options_take(e, line);

	*e->level = settings_get(e->s, KW_loglevel);
	if (is == TAKEN)
		is = reading_files(e);
	if (is == TAKEN)
		is = canonical_host(e);
	if (is == TAKEN && e->wants_final) {
		e->final = true;
		settings_replace(e->s, KW_hostname, e->host,
		    e->s->first[KW_hostname] == NULL ? (struct origin){ 0 } :
		    e->s->first[KW_hostname]->at);
		is = reading_files(e);
	}
	return is == TAKEN ? finish(e) : is;
}

/* Fills c from e, and turns the outcome into a result. */
static enum config_result
result(struct config *c, const struct evaluation *e, enum outcome is)
{
	c->original = e->original;
	c->name = e->name == NULL ? e->original : e->name;
	c->check = e->check;
	c->notify = e->notify;
	c->host = e->host;
	c->ignore = e->ignore == NULL ? "" : e->ignore;
	c->extended = e->extended;
	c->stdio = e->stdio;
	c->usual_hosts = e->usual_hosts;
	c->twice = e->final;
	persist_from(&c->persist, &c->settings);
	return is == TAKEN && !c->settings.pool.failed ? CONFIG_GOOD :
	    is == OURS ? CONFIG_WRONG : CONFIG_REJECTED;
}

enum config_result
config_evaluate(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source quiet = *s;
	struct evaluation e = { .s = &c->settings, .source = s,
	    .quiet = &quiet, .applied = c->applied, .level = &c->level };

	quiet.complain = no_complaint;
	*c = (struct config){ 0 };
	return result(c, &e, evaluate(&e, line));
}

static int
scan_run(void *arg, const char *command)
{
	(void)arg;
	(void)command;
	return 1;
}

/*
 * The newest release: it expands Includes that older ones do not, and the
 * included file may have a keyword of ours.
 */
static int
scan_release(void *arg)
{
	(void)arg;
	return 1005;
}

static const char *
scan_version(void *arg)
{
	(void)arg;
	return "OpenSSH_10.5p1 Debian";
}

static bool
scan_types(void *arg)
{
	(void)arg;
	return true;
}

enum config_result
config_scan(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source quiet = *s;

	quiet.release = scan_release;
	quiet.version = scan_version;
	quiet.types = scan_types;
	quiet.complain = no_complaint;
	quiet.ask = NULL;
	return config_check(c, line, &quiet);
}

enum config_result
config_check(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source still = *s, quiet;
	struct evaluation e = { .s = &c->settings, .source = &still,
	    .quiet = s->ask == NULL ? NULL : &quiet, .level = &c->level };
	enum outcome is;

	still.run = scan_run;
	quiet = still;
	quiet.complain = no_complaint;
	*c = (struct config){ 0 };
	if ((is = options_take(&e, line)) == TAKEN)
		is = reading_files(&e);
	return result(c, &e, is);
}

void
config_options(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct evaluation e = { .s = &c->settings, .source = s,
	    .level = &c->level };
	size_t i;

	*c = (struct config){ 0 };
	for (i = 0; i < line->options; i++)
		if (line->option[i].letter == 'o')
			(void)reading_option(&e, line->option[i].value);
	(void)result(c, &e, TAKEN);
}

void
config_free(struct config *c)
{
	settings_free(&c->settings);
	words_free(&c->applied[0]);
	words_free(&c->applied[1]);
}

/* --- the settings so far --- */

static const struct origin nowhere = { 0 };

const char *
eval_get(const struct evaluation *e, enum keyword k)
{
	return settings_get(e->s, k);
}

bool
eval_is(const struct evaluation *e, enum keyword k, const char *text)
{
	return settings_is(e->s, k, text);
}

bool
eval_none(const struct evaluation *e, enum keyword k)
{
	return eval_get(e, k) == NULL || eval_is(e, k, "none");
}

void
eval_change(struct evaluation *e, enum keyword k, const char *text)
{
	struct value *v = e->s->first[k];

	settings_replace(e->s, k, text, v == NULL ? nowhere : v->at);
}

enum outcome
eval_refuse(const struct evaluation *e, const char *text)
{
	source_complain(e->source, LEVEL_FATAL, nowhere, "%s", text);
	return FATAL;
}

char *
eval_word(struct pool *p, const char **at)
{
	char *word;
	size_t n;

	if (*at == NULL)
		return NULL;
	n = strcspn(*at, "\n");
	word = pool_copy(p, *at, n);
	*at = (*at)[n] == '\0' ? NULL : *at + n + 1;
	return word;
}

char *
eval_lower(struct evaluation *e, const char *text)
{
	char *copy = pool_copy(&e->s->pool, text, strlen(text)), *c;

	for (c = copy; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return copy;
}

/* --- after the files --- */

static enum outcome
check_jump(struct evaluation *e)
{
	const char *jump = eval_get(e, KW_proxyjump), *user, *last;
	int port = 22, jump_port;
	struct destination d;
	char text[600];

	if (jump == NULL)
		return TAKEN;
	if (strcmp(jump, "none") == 0) {
		settings_clear(e->s, KW_proxyjump);
		return TAKEN;
	}
	if (destination_jump(&d, &e->s->pool, e->source, jump, false) == -1)
		return TAKEN;
	(void)scalar_number(eval_get(e, KW_port), &port);
	if ((user = eval_get(e, KW_user)) == NULL)
		user = e->source->user;
	jump_port = d.port <= 0 ? 22 : d.port;
	last = d.user == NULL ? user : d.user;
	if (strcmp(d.host, e->host) == 0 && port == jump_port &&
	    strcmp(user, last) == 0) {
		snprintf(text, sizeof text, "jumphost loop via %s", d.host);
		return eval_refuse(e, text);
	}
	settings_replace(e->s, KW_proxyusefdpass, "no", nowhere);
	return TAKEN;
}

static void
clear_none(struct evaluation *e)
{
	static const enum keyword k[] = { KW_localcommand, KW_remotecommand,
	    KW_proxycommand, KW_controlpath, KW_revokedhostkeys,
	    KW_pkcs11provider, KW_knownhostscommand };
	size_t i;

	for (i = 0; i < sizeof k / sizeof *k; i++)
		if (eval_none(e, k[i]))
			settings_clear(e->s, k[i]);
	if (!canonical_cnames(e))
		settings_clear(e->s, KW_canonicalizepermittedcnames);
}

static void
clear_forwards(struct evaluation *e)
{
	if (!eval_is(e, KW_clearallforwardings, "yes") &&
	    !(e->stdio && eval_get(e, KW_clearallforwardings) == NULL))
		return;
	settings_clear(e->s, KW_localforward);
	settings_clear(e->s, KW_dynamicforward);
	settings_clear(e->s, KW_remoteforward);
	settings_replace(e->s, KW_tunnel, "false", nowhere);
}

/* Changes UpdateHostKeys ask where ssh cannot ask. */
static void
tidy_update(struct evaluation *e)
{
	if (!eval_is(e, KW_updatehostkeys, "ask"))
		return;
	if ((eval_get(e, KW_controlpersist) != NULL &&
	    !eval_is(e, KW_controlpersist, "no") &&
	    eval_get(e, KW_controlpath) != NULL) || *e->command != '\0' ||
	    eval_get(e, KW_remotecommand) != NULL ||
	    eval_is(e, KW_requesttty, "false") ||
	    eval_is(e, KW_loglevel, "QUIET") ||
	    eval_is(e, KW_loglevel, "FATAL") ||
	    eval_is(e, KW_loglevel, "ERROR"))
		eval_change(e, KW_updatehostkeys, "false");
}

static enum outcome
check(struct evaluation *e)
{
	const char *alias = eval_get(e, KW_hostkeyalias);
	enum outcome outcome;

	clear_none(e);
	clear_forwards(e);
	if ((outcome = check_jump(e)) != TAKEN)
		return outcome;
	if (alias != NULL)
		eval_change(e, KW_hostkeyalias, eval_lower(e, alias));
	if (eval_is(e, KW_proxycommand, "-") &&
	    eval_is(e, KW_proxyusefdpass, "yes"))
		return eval_refuse(e,
		    "ProxyCommand=- and ProxyUseFDPass are incompatible");
	tidy_update(e);
	if (eval_is(e, KW_connectionattempts, "0"))
		return eval_refuse(e, "Invalid number of ConnectionAttempts");
	if (*e->command != '\0' && eval_get(e, KW_remotecommand) != NULL)
		return eval_refuse(e,
		    "Cannot execute command-line and remote command.");
	if (eval_is(e, KW_forkafterauthentication, "yes") &&
	    *e->command == '\0' && eval_get(e, KW_remotecommand) == NULL &&
	    !eval_is(e, KW_sessiontype, "none"))
		return eval_refuse(e, "Cannot fork into background without a "
		    "command to execute.");
	return TAKEN;
}

enum outcome
finish(struct evaluation *e)
{
	const char *files = eval_get(e, KW_userknownhostsfile);
	enum outcome outcome;

	e->usual_hosts = files == NULL ||
	    strcmp(files, "~/.ssh/known_hosts") == 0;
	outcome = check(e);
	return outcome == TAKEN ? expand(e) : outcome;
}

/* --- the evaluator's callbacks --- */

bool
source_debian(const struct config_source *s)
{
	const char *version = s->version(s->arg);

	return strstr(version, "Debian") != NULL ||
	    strstr(version, "Ubuntu") != NULL ||
	    strstr(version, "Raspbian") != NULL;
}

bool
source_doubts(const struct config_source *s, enum keyword k)
{
	int since = k == KEYWORDS ? KEYWORD_VENDOR : keyword_rows[k].since;

	return since == KEYWORD_VENDOR ||
	    (since > 900 && s->release(s->arg) < since);
}

const char *
source_place(struct pool *p, struct origin at)
{
	const char *place = at.line == 0 ? "-o" :
	    pool_text(p, "%s:%d", at.file, at.line);

	return place == NULL ? "" : place;
}

void
source_complain(const struct config_source *s, enum source_level level,
    struct origin at, const char *fmt, ...)
{
	char text[1024];	/* ssh prints no more of a message */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	s->complain(s->arg, level, at, text);
}
