/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/sha1.h"
#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/forward.h"
#include "conf/persist.h"
#include "conf/token.h"

static const struct origin nowhere = { 0 };

/* A text that grows at its end. */
struct growing {
	struct pool *p;
	char *text;
	size_t n, room;
};

static void
grow(struct growing *g, const char *more, size_t n)
{
	char *text;

	if (g->n + n + 1 > g->room) {
		g->room = 2 * (g->n + n + 1);
		if ((text = pool_get(g->p, g->room)) == NULL) {
			g->room = g->n = 0;
			return;
		}
		if (g->n > 0)
			memcpy(text, g->text, g->n);
		g->text = text;
	}
	memcpy(g->text + g->n, more, n);
	g->n += n;
	g->text[g->n] = '\0';
}

/* Expands ${NAME} at text; its length, or 0 after a complaint. */
static size_t
dollar(struct growing *g, const struct config_source *s, const char *text,
    bool *missing)
{
	const char *name = text + 2, *end = strchr(name, '}'), *value;
	char *copy;

	if (end == NULL)
		source_complain(s, LEVEL_ERROR, nowhere,
		    "vdollar_percent_expand: environment variable '%s' "
		    "missing closing '}'", name);
	else if (end == name)
		source_complain(s, LEVEL_ERROR, nowhere,
		    "vdollar_percent_expand: zero-length environment "
		    "variable");
	if (end == NULL || end == name)
		return 0;
	copy = pool_copy(g->p, name, (size_t)(end - name));
	value = copy == NULL ? NULL : s->env(s->arg, copy);
	if (value == NULL) {
		source_complain(s, LEVEL_ERROR, nowhere,
		    "vdollar_percent_expand: env var ${%s} has no value",
		    copy == NULL ? "" : copy);
		*missing = true;
	} else {
		grow(g, value, strlen(value));
	}
	return (size_t)(end + 1 - text);
}

/* Expands %c at text; its length, or 0 after a complaint. */
static size_t
percent(struct growing *g, const struct config_source *s,
    const struct tokens *t, const char *text)
{
	unsigned char c = (unsigned char)text[1];

	if (c == '%') {
		grow(g, "%", 1);
	} else if (c == '\0') {
		source_complain(s, LEVEL_ERROR, nowhere,
		    "vdollar_percent_expand: invalid format");
		return 0;
	} else if (c >= 128 || t->of[c] == NULL) {
		source_complain(s, LEVEL_ERROR, nowhere,
		    "vdollar_percent_expand: unknown key %%%c", c);
		return 0;
	} else {
		grow(g, t->of[c], strlen(t->of[c]));
	}
	return 2;
}

const char *
token_expand_all(struct pool *p, const struct config_source *s,
    const struct tokens *t, enum token_kind kind, const char *text,
    bool *missing)
{
	struct growing g = { .p = p };
	bool unset = false;
	size_t n;

	*missing = false;
	grow(&g, "", 0);
	for (; *text != '\0'; text += n) {
		n = 1;
		if ((kind & TOKEN_DOLLAR) && text[0] == '$' && text[1] == '{')
			n = dollar(&g, s, text, &unset);
		else if ((kind & TOKEN_PERCENT) && *text == '%')
			n = percent(&g, s, t, text);
		else
			grow(&g, text, 1);
		if (n == 0)
			return NULL;
	}
	*missing = unset;
	return unset ? NULL : g.text;
}

const char *
token_expand(struct pool *p, const struct config_source *s,
    const struct tokens *t, enum token_kind kind, const char *text)
{
	bool missing;

	return token_expand_all(p, s, t, kind, text, &missing);
}

const char *
token_tilde(struct pool *p, const struct config_source *s, const char *text)
{
	size_t n;
	const char *home = s->home, *user;

	if (*text != '~')
		return text;
	n = strcspn(++text, "/");
	if (n > 0) {
		user = pool_copy(p, text, n);
		home = user == NULL ? NULL : s->home_of(s->arg, user);
		if (home == NULL) {
			source_complain(s, LEVEL_ERROR, nowhere,
			    "tilde_expand: No such user %s",
			    user == NULL ? "" : user);
			return NULL;
		}
	}
	text += n;
	text += strspn(text, "/");
	n = strlen(home);
	return pool_text(p, "%s%s%s", home,
	    n > 0 && home[n - 1] == '/' ? "" : "/", text);
}

const char *
token_connection(struct pool *p, const char *local, const char *host,
    const char *port, const char *user, const char *jump)
{
	const char *all = pool_text(p, "%s%s%s%s%s", local, host, port, user,
	    jump);
	char hex[SHA1_HEX];

	if (all == NULL)
		return NULL;
	sha1_hex(hex, all, strlen(all));
	return pool_copy(p, hex, SHA1_HEX - 1);
}

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
