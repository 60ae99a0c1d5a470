/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "conf/config.h"
#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/forward.h"
#include "conf/scalar.h"

static const struct origin nowhere = { 0 };

/* --- the values that ssh expands --- */

/* The kinds of expansion of a value; most paths have PATH. */
enum { PERCENT = TOKEN_PERCENT, TEXT = TOKEN_PERCENT | TOKEN_DOLLAR,
    TILDE = 4, PATH = TEXT | TILDE };

/* Expands text as kind says; NULL after a complaint. */
static const char *
expanded(struct evaluation *e, const struct tokens *t, const char *text,
    int kind)
{
	const char *whole = text;
	bool missing;

	if (kind & TILDE)
		whole = token_tilde(&e->s->pool, e->source, text);
	if (whole == NULL)
		return NULL;
	if ((whole = token_expand_all(&e->s->pool, e->source, t,
	    (enum token_kind)(kind & TEXT), whole, &missing)) == NULL)
		(void)eval_refuse(e, missing ?
		    "invalid environment variable expansion" :
		    kind & TOKEN_DOLLAR ? "percent_dollar_expand: failed" :
		    "percent_expand: failed");
	return whole;
}

/* True if k has something to expand, and ssh is at least this release. */
static bool
since(const struct evaluation *e, int release, enum keyword k)
{
	const struct value *v;

	for (v = e->s->first[k]; v != NULL; v = v->next)
		if (strpbrk(v->text, "%$~") != NULL)
			return e->source->release(e->source->arg) >= release;
	return false;
}

static bool
expand_one(struct evaluation *e, const struct tokens *t, enum keyword k,
    int kind)
{
	const char *text = eval_get(e, k);

	if (text == NULL)
		return true;
	if ((text = expanded(e, t, text, kind)) == NULL)
		return false;
	eval_change(e, k, text);
	return true;
}

/* Expands each word of a value. */
static bool
expand_words(struct evaluation *e, const struct tokens *t, enum keyword k)
{
	const char *words = eval_get(e, k), *word, *all = NULL;

	if (words == NULL || eval_is(e, k, "none"))
		return true;
	while ((word = eval_word(&e->s->pool, &words)) != NULL) {
		word = expanded(e, t, word, PATH);
		if (word == NULL)
			return false;
		all = all == NULL ? word :
		    pool_text(&e->s->pool, "%s\n%s", all, word);
	}
	eval_change(e, k, all);
	return true;
}

/* Expands the values of variables, but not their names. */
static bool
expand_env(struct evaluation *e, const struct tokens *t)
{
	const char *value;
	struct value *v;
	int n;

	for (v = e->s->first[KW_setenv]; v != NULL; v = v->next) {
		n = (int)strcspn(v->text, "=");
		value = expanded(e, t, v->text + n + 1, TEXT);
		if (value == NULL)
			return false;
		v->text = pool_text(&e->s->pool, "%.*s=%s", n, v->text, value);
	}
	return true;
}

/* Expands the ends of forwards that are paths. */
static bool
expand_forwards(struct evaluation *e, const struct tokens *t, enum keyword k)
{
	struct value *v;
	const char *listen, *to;

	for (v = e->s->first[k]; v != NULL; v = v->next) {
		to = strchr(v->text, '\n');
		listen = pool_copy(&e->s->pool, v->text,
		    strcspn(v->text, "\n"));
		if (listen != NULL && forward_path(listen))
			listen = expanded(e, t, listen, TOKEN_PERCENT);
		if (to != NULL && forward_path(++to))
			to = expanded(e, t, to, TOKEN_PERCENT);
		else if (to == NULL && listen != NULL) {
			v->text = listen;
			continue;
		}
		if (listen == NULL || to == NULL)
			return false;
		v->text = pool_text(&e->s->pool, "%s\n%s", listen, to);
	}
	return true;
}

/* Expands ForwardAgent's path; ssh complains if the path does not exist. */
static enum outcome
forward_agent(struct evaluation *e, const struct tokens *t)
{
	const char *path, *why;

	if (eval_get(e, KW_FORWARD_AGENT_PATH) == NULL)
		return TAKEN;
	if (!expand_one(e, t, KW_FORWARD_AGENT_PATH, PATH))
		return FATAL;
	path = eval_get(e, KW_FORWARD_AGENT_PATH);
	if (e->source->there(e->source->arg, path, &why))
		return TAKEN;
	source_complain(e->source, LEVEL_ERROR, nowhere,
	    "Cannot forward agent socket path \"%s\": %s", path, why);
	return eval_is(e, KW_exitonforwardfailure, "yes") ||
	    (e->stdio && eval_get(e, KW_exitonforwardfailure) == NULL) ? FATAL :
	    TAKEN;
}

/*
 * A text that needs %j or %C, or "".  match_tokens() asks for ssh's release
 * only if the text needs it.
 */
static const char *
expand_text(const struct evaluation *e)
{
	static const enum keyword expands[] = { KW_remotecommand,
	    KW_controlpath, KW_identityagent, KW_FORWARD_AGENT_PATH,
	    KW_persistname, KW_persistcheck, KW_persistnotify,
	    KW_userknownhostsfile, KW_localforward, KW_dynamicforward,
	    KW_remoteforward, KW_revokedhostkeys, KW_user, KW_setenv,
	    KW_versionaddendum };
	const char *text = "";
	const struct value *v;
	size_t i;

	for (i = 0; i < sizeof expands / sizeof *expands; i++)
		for (v = e->s->first[expands[i]]; v != NULL; v = v->next) {
			if (strstr(v->text, "%j") != NULL)
				return v->text;
			if (strstr(v->text, "%C") != NULL)
				text = v->text;
		}
	return text;
}

static bool
expand_tokens(struct evaluation *e, struct tokens *t)
{
	const char *host = e->host, *alias = eval_get(e, KW_hostkeyalias);

	/* From here on the host's name is final, whatever HostName is. */
	eval_change(e, KW_hostname, host);
	e->final = true;
	if (!match_tokens(e, expand_text(e), t))
		return false;
	t->of['k'] = alias == NULL ? e->original : alias;
	return true;
}

/*
 * Since 10.0 ssh expands the User of a line.  Then this computes %r and %C
 * again, because they depend on the user.
 */
static bool
expand_user(struct evaluation *e, struct tokens *t)
{
	const char *user = eval_get(e, KW_user), *alias = t->of['k'];
	struct tokens some = *t;

	if (user == NULL || e->s->first[KW_user]->at.from == FROM_LETTER ||
	    !since(e, 1000, KW_user))
		return true;
	some.of['r'] = some.of['C'] = NULL;
	if ((user = expanded(e, &some, user, TEXT)) == NULL)
		return false;
	if (strcmp(user, eval_get(e, KW_user)) == 0)
		return true;
	if (!destination_plain_user(user)) {
		(void)eval_refuse(e,
		    "remote username contains invalid characters");
		return false;
	}
	eval_change(e, KW_user, user);
	if (!match_tokens(e, expand_text(e), t))
		return false;
	t->of['k'] = alias;
	return true;
}

/* Expands PersistName for e->name; like LocalCommand, "-G" shows it raw. */
static bool
expand_name(struct evaluation *e, const struct tokens *t)
{
	const char *name = eval_get(e, KW_persistname);

	if (name == NULL)
		return true;
	e->name = expanded(e, t, name, TOKEN_PERCENT);
	return e->name != NULL;
}

/* The same for the commands of PersistCheck and PersistNotify. */
static bool
expand_commands(struct evaluation *e, const struct tokens *t)
{
	struct persist p;

	persist_from(&p, e->s);
	e->check = p.check == NULL ? NULL :
	    expanded(e, t, p.check, TOKEN_PERCENT);
	e->notify = p.notify == NULL ? NULL :
	    expanded(e, t, p.notify, TOKEN_PERCENT);
	return (p.check == NULL) == (e->check == NULL) &&
	    (p.notify == NULL) == (e->notify == NULL);
}

static enum outcome
expand(struct evaluation *e)
{
	enum outcome outcome;
	struct tokens t;

	*e->level = eval_get(e, KW_loglevel);
	if (!expand_tokens(e, &t) || !expand_user(e, &t) ||
	    !expand_name(e, &t) || !expand_commands(e, &t) ||
	    !expand_one(e, &t, KW_remotecommand, PERCENT) ||
	    !expand_one(e, &t, KW_controlpath, PATH) ||
	    !expand_one(e, &t, KW_identityagent, PATH) ||
	    (since(e, 904, KW_revokedhostkeys) &&
	    !expand_words(e, &t, KW_revokedhostkeys)))
		return FATAL;
	if ((outcome = forward_agent(e, &t)) != TAKEN)
		return outcome;
	return expand_one(e, &t, KW_versionaddendum, TEXT) &&
	    expand_words(e, &t, KW_userknownhostsfile) &&
	    (!since(e, 1000, KW_setenv) || expand_env(e, &t)) &&
	    expand_forwards(e, &t, KW_localforward) &&
	    expand_forwards(e, &t, KW_dynamicforward) &&
	    expand_forwards(e, &t, KW_remoteforward) ? TAKEN : FATAL;
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

static enum outcome
finish(struct evaluation *e)
{
	const char *files = eval_get(e, KW_userknownhostsfile);
	enum outcome outcome;

	e->usual_hosts = files == NULL ||
	    strcmp(files, "~/.ssh/known_hosts") == 0;
	outcome = check(e);
	return outcome == TAKEN ? expand(e) : outcome;
}

/* --- an evaluation --- */

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
