/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/destination.h"
#include "conf/evaluation.h"
#include "conf/forward.h"
#include "conf/persist.h"
#include "conf/pattern.h"
#include "conf/scalar.h"

static const struct origin nowhere = { 0 };

static enum outcome
refuse(const struct evaluation *e, const char *text)
{
	source_complain(e->source, LEVEL_FATAL, nowhere, "%s", text);
	return FATAL;
}

static const char *
get(const struct evaluation *e, enum keyword k)
{
	return settings_get(e->s, k);
}

static bool
is(const struct evaluation *e, enum keyword k, const char *text)
{
	return settings_is(e->s, k, text);
}

/* Changes a value, but not where it came from. */
static void
change(struct evaluation *e, enum keyword k, const char *text)
{
	struct value *v = e->s->first[k];

	settings_replace(e->s, k, text, v == NULL ? nowhere : v->at);
}

static bool
none(const struct evaluation *e, enum keyword k)
{
	return get(e, k) == NULL || is(e, k, "none");
}

/* --- the host's name --- */

/* A name that can only be an address. */
static bool
address_fast(const char *name)
{
	return strpbrk(name, "%:") != NULL ||
	    name[strspn(name, "0123456789.")] == '\0';
}

static const char *
address(const struct evaluation *e, const char *name)
{
	return e->source->address(e->source->arg, name,
	    get(e, KW_addressfamily));
}

static const char *
resolve(const struct evaluation *e, const char *name, const char **why)
{
	return e->source->resolve(e->source->arg, name,
	    get(e, KW_addressfamily), why);
}

static bool
canonical(const struct evaluation *e)
{
	return get(e, KW_canonicalizehostname) != NULL &&
	    !is(e, KW_canonicalizehostname, "false");
}

/* ssh itself dials. */
static bool
direct(const struct evaluation *e)
{
	return none(e, KW_proxycommand) && get(e, KW_proxyjump) == NULL;
}

static bool
may_canonicalize(const struct evaluation *e)
{
	return canonical(e) &&
	    (direct(e) || is(e, KW_canonicalizehostname, "always"));
}

static bool
cname_rules(const struct evaluation *e)
{
	return get(e, KW_canonicalizepermittedcnames) != NULL &&
	    strcmp(get(e, KW_canonicalizepermittedcnames), "none:") != 0;
}

/* The next of the words in a value; NULL at the end. */
static char *
next_word(struct pool *p, const char **at)
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

/* name, or its alias if the rules permit to follow it. */
static const char *
follow(struct evaluation *e, const char *name, const char *alias)
{
	const char *rules = get(e, KW_canonicalizepermittedcnames);
	char *rule, *target;

	if (*alias == '\0' || !cname_rules(e) || strcmp(name, alias) == 0 ||
	    !may_canonicalize(e))
		return name;
	while ((rule = next_word(&e->s->pool, &rules)) != NULL) {
		target = strchr(rule, ':');
		*target++ = '\0';
		if (pattern_list(rule, name, true) == 1 &&
		    pattern_list(target, alias, true) == 1)
			return alias;
	}
	return name;
}

/* name with a dot behind it, if the resolver knows it; else NULL. */
static const char *
anchored(struct evaluation *e, const char *name)
{
	const char *why, *alias = resolve(e, name, &why);
	char *bare;

	if (alias == NULL)
		return NULL;
	bare = pool_copy(&e->s->pool, name, strlen(name) - 1);
	return bare == NULL ? NULL : follow(e, bare, alias);
}

static const char *
in_domains(struct evaluation *e)
{
	const char *domains = get(e, KW_canonicaldomains), *domain, *found;

	while ((domain = next_word(&e->s->pool, &domains)) != NULL) {
		if (strcasecmp(domain, "none") == 0)
			break;
		found = anchored(e, pool_text(&e->s->pool, "%s.%s.", e->host,
		    domain));
		if (found != NULL)
			return found;
	}
	return NULL;
}

static int
dots(const char *name)
{
	int n = 0;

	for (; *name != '\0'; name++)
		n += *name == '.';
	return n;
}

static enum outcome
not_found(const struct evaluation *e)
{
	if (!is(e, KW_canonicalizefallbacklocal, "no"))
		return TAKEN;
	source_complain(e->source, LEVEL_FATAL, nowhere,
	    "ssh: Could not resolve host \"%s\"", e->host);
	return FATAL;
}

/* CanonicalizeHostname; *found says whether the resolver knew it. */
static enum outcome
canonicalize(struct evaluation *e, bool *found)
{
	const char *name = address(e, e->host);
	int most = 1;

	if (name != NULL) {
		if (strcasecmp(name, e->host) != 0)
			e->host = name;
		*found = true;
		return TAKEN;
	}
	if (address_fast(e->host) || !may_canonicalize(e))
		return TAKEN;
	if (*e->host != '\0' && e->host[strlen(e->host) - 1] == '.') {
		name = anchored(e, e->host);
	} else {
		if (get(e, KW_canonicalizemaxdots) != NULL)
			(void)scalar_number(get(e, KW_canonicalizemaxdots),
			    &most);
		if (dots(e->host) > most)
			return TAKEN;
		name = in_domains(e);
	}
	if (name == NULL)
		return not_found(e);
	e->host = name;
	*found = true;
	return TAKEN;
}

/* CanonicalizePermittedCNAMEs works without the rest, too. */
static enum outcome
follow_alone(struct evaluation *e)
{
	const char *alias, *why = "";

	if (!cname_rules(e) || !(direct(e) ||
	    is(e, KW_canonicalizehostname, "always")))
		return TAKEN;
	if ((alias = resolve(e, e->host, &why)) != NULL) {
		e->host = follow(e, e->host, alias);
		return TAKEN;
	}
	if (!direct(e))
		return TAKEN;
	source_complain(e->source, LEVEL_ERROR, nowhere,
	    "ssh: Could not resolve hostname %.100s: %s", e->host, why);
	return FATAL;
}

static char *
lower(struct pool *p, const char *text)
{
	char *copy = pool_copy(p, text, strlen(text)), *c;

	for (c = copy; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return copy;
}

/* What has no value by now has its default, whatever the second pass says. */
static void
settle(struct evaluation *e)
{
	settings_set(e->s, KW_canonicalizehostname, "false", nowhere);
	settings_set(e->s, KW_canonicalizemaxdots, "1", nowhere);
	settings_set(e->s, KW_canonicalizefallbacklocal, "yes", nowhere);
}

enum outcome
finish_host(struct evaluation *e)
{
	struct tokens t = { .of['h'] = e->host };
	const char *name = get(e, KW_hostname);
	bool was_address, found = false;
	enum outcome outcome;

	if (name != NULL) {
		name = token_expand(&e->s->pool, e->source, &t, TOKEN_PERCENT,
		    name);
		if (name == NULL)
			return refuse(e, "percent_expand: failed");
		change(e, KW_hostname, name);
		e->host = name;
	}
	was_address = address_fast(e->host) || address(e, e->host) != NULL;
	if (!was_address && (e->host = lower(&e->s->pool, e->host)) == NULL)
		return FATAL;
	if (canonical(e) || was_address) {
		outcome = canonicalize(e, &found);
		if (outcome != TAKEN)
			return outcome;
	}
	if (canonical(e))
		e->wants_final = true;
	if (e->wants_final)
		settle(e);
	return found ? TAKEN : follow_alone(e);
}

/* --- what can't be --- */

static enum outcome
check_jump(struct evaluation *e)
{
	const char *jump = get(e, KW_proxyjump), *user, *last;
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
	(void)scalar_number(get(e, KW_port), &port);
	user = get(e, KW_user) == NULL ? e->source->user : get(e, KW_user);
	jump_port = d.port <= 0 ? 22 : d.port;
	last = d.user == NULL ? user : d.user;
	if (strcmp(d.host, e->host) == 0 && port == jump_port &&
	    strcmp(user, last) == 0) {
		snprintf(text, sizeof text, "jumphost loop via %s", d.host);
		return refuse(e, text);
	}
	settings_replace(e->s, KW_proxyusefdpass, "no", nowhere);
	return TAKEN;
}

static void
clear_none(struct evaluation *e)
{
	static const enum keyword k[] = { KW_localcommand, KW_remotecommand,
	    KW_proxycommand, KW_controlpath, KW_revokedhostkeys,
	    KW_pkcs11provider, KW_securitykeyprovider, KW_knownhostscommand };
	size_t i;

	for (i = 0; i < sizeof k / sizeof *k; i++)
		if (none(e, k[i]))
			settings_clear(e->s, k[i]);
	if (!cname_rules(e))
		settings_clear(e->s, KW_canonicalizepermittedcnames);
}

static void
clear_forwards(struct evaluation *e)
{
	if (!is(e, KW_clearallforwardings, "yes") &&
	    !(e->stdio && get(e, KW_clearallforwardings) == NULL))
		return;
	settings_clear(e->s, KW_localforward);
	settings_clear(e->s, KW_dynamicforward);
	settings_clear(e->s, KW_remoteforward);
	settings_replace(e->s, KW_tunnel, "false", nowhere);
}

/* UpdateHostKeys ask can't ask everywhere. */
static void
tidy_update(struct evaluation *e)
{
	if (!is(e, KW_updatehostkeys, "ask"))
		return;
	if ((get(e, KW_controlpersist) != NULL &&
	    !is(e, KW_controlpersist, "no") &&
	    get(e, KW_controlpath) != NULL) || *e->command != '\0' ||
	    get(e, KW_remotecommand) != NULL ||
	    is(e, KW_requesttty, "false") || is(e, KW_loglevel, "SILENT") ||
	    is(e, KW_loglevel, "FATAL") || is(e, KW_loglevel, "ERROR"))
		change(e, KW_updatehostkeys, "false");
}

static enum outcome
check(struct evaluation *e)
{
	const char *alias = get(e, KW_hostkeyalias);
	enum outcome outcome;

	clear_none(e);
	clear_forwards(e);
	if ((outcome = check_jump(e)) != TAKEN)
		return outcome;
	if (alias != NULL)
		change(e, KW_hostkeyalias, lower(&e->s->pool, alias));
	if (is(e, KW_proxycommand, "-") && is(e, KW_proxyusefdpass, "yes"))
		return refuse(e,
		    "ProxyCommand=- and ProxyUseFDPass are incompatible");
	tidy_update(e);
	if (is(e, KW_connectionattempts, "0"))
		return refuse(e, "Invalid number of ConnectionAttempts");
	if (*e->command != '\0' && get(e, KW_remotecommand) != NULL)
		return refuse(e,
		    "Cannot execute command-line and remote command.");
	if (is(e, KW_forkafterauthentication, "yes") && *e->command == '\0' &&
	    get(e, KW_remotecommand) == NULL &&
	    !is(e, KW_sessiontype, "none"))
		return refuse(e, "Cannot fork into background without a "
		    "command to execute.");
	return TAKEN;
}

/* --- expansion --- */

/* The value with all that may be expanded in it; NULL and a complaint. */
static const char *
expanded(struct evaluation *e, const struct tokens *t, const char *text,
    enum token_kind kind)
{
	const char *whole = text;

	if (kind & TOKEN_DOLLAR)
		whole = token_tilde(&e->s->pool, e->source, text);
	if (whole == NULL)
		return NULL;
	if ((whole = token_expand(&e->s->pool, e->source, t, kind,
	    whole)) == NULL)
		(void)refuse(e, kind & TOKEN_DOLLAR ?
		    "percent_dollar_expand: failed" :
		    "percent_expand: failed");
	return whole;
}

static bool
expand_one(struct evaluation *e, const struct tokens *t, enum keyword k,
    enum token_kind kind)
{
	const char *text = get(e, k);

	if (text == NULL)
		return true;
	if ((text = expanded(e, t, text, kind)) == NULL)
		return false;
	change(e, k, text);
	return true;
}

/* Each of the words of a value. */
static bool
expand_words(struct evaluation *e, const struct tokens *t, enum keyword k)
{
	const char *words = get(e, k), *word, *all = NULL;

	if (words == NULL || is(e, k, "none"))
		return true;
	while ((word = next_word(&e->s->pool, &words)) != NULL) {
		word = expanded(e, t, word, TOKEN_PERCENT | TOKEN_DOLLAR);
		if (word == NULL)
			return false;
		all = all == NULL ? word :
		    pool_text(&e->s->pool, "%s\n%s", all, word);
	}
	change(e, k, all);
	return true;
}

/* The ends of a forward that are paths. */
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

/* ForwardAgent's path must lead somewhere, or ssh complains. */
static enum outcome
forward_agent(struct evaluation *e, const struct tokens *t)
{
	const char *path, *why;

	if (get(e, KW_FORWARD_AGENT_PATH) == NULL)
		return TAKEN;
	if (!expand_one(e, t, KW_FORWARD_AGENT_PATH,
	    TOKEN_PERCENT | TOKEN_DOLLAR))
		return FATAL;
	path = get(e, KW_FORWARD_AGENT_PATH);
	if (e->source->there(e->source->arg, path, &why))
		return TAKEN;
	source_complain(e->source, LEVEL_ERROR, nowhere,
	    "Cannot forward agent socket path \"%s\": %s", path, why);
	return is(e, KW_exitonforwardfailure, "yes") ||
	    (e->stdio && get(e, KW_exitonforwardfailure) == NULL) ? FATAL :
	    TAKEN;
}

/*
 * What is to be expanded, as far as it decides which tokens there are: which
 * release of ssh it is would else be asked for nothing.
 */
static const char *
finish_text(const struct evaluation *e)
{
	static const enum keyword expands[] = { KW_remotecommand,
	    KW_controlpath, KW_identityagent, KW_FORWARD_AGENT_PATH,
	    KW_persistname, KW_persistcheck, KW_persistnotify,
	    KW_userknownhostsfile, KW_localforward, KW_dynamicforward,
	    KW_remoteforward };
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
finish_tokens(struct evaluation *e, struct tokens *t)
{
	const char *host = e->host, *alias = get(e, KW_hostkeyalias);

	/* Here the host's name is final, whatever HostName said. */
	change(e, KW_hostname, host);
	e->final = true;
	if (!match_tokens(e, finish_text(e), t))
		return false;
	t->of['k'] = alias == NULL ? e->original : alias;
	return true;
}

/* Like LocalCommand it is shown as it was written. */
static bool
finish_name(struct evaluation *e, const struct tokens *t)
{
	const char *name = get(e, KW_persistname);

	if (name == NULL)
		return true;
	e->name = expanded(e, t, name, TOKEN_PERCENT);
	return e->name != NULL;
}

/* So are our commands. */
static bool
finish_commands(struct evaluation *e, const struct tokens *t)
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
finish(struct evaluation *e)
{
	enum outcome outcome = check(e);
	struct tokens t;

	if (outcome != TAKEN)
		return outcome;
	*e->level = get(e, KW_loglevel);
	if (!finish_tokens(e, &t) || !finish_name(e, &t) ||
	    !finish_commands(e, &t) ||
	    !expand_one(e, &t, KW_remotecommand, TOKEN_PERCENT) ||
	    !expand_one(e, &t, KW_controlpath, TOKEN_PERCENT | TOKEN_DOLLAR) ||
	    !expand_one(e, &t, KW_identityagent,
	    TOKEN_PERCENT | TOKEN_DOLLAR))
		return FATAL;
	if ((outcome = forward_agent(e, &t)) != TAKEN)
		return outcome;
	return expand_words(e, &t, KW_userknownhostsfile) &&
	    expand_forwards(e, &t, KW_localforward) &&
	    expand_forwards(e, &t, KW_dynamicforward) &&
	    expand_forwards(e, &t, KW_remoteforward) ? TAKEN : FATAL;
}
