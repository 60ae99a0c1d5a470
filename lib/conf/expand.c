/* SPDX-License-Identifier: ISC */
/* Expands tokens, ${ENV} and ~ in the values that ssh itself expands. */
#include <string.h>

#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/forward.h"
#include "conf/persist.h"

static const struct origin nowhere = { 0 };

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

enum outcome
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
