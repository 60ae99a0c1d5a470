/* SPDX-License-Identifier: ISC */
/* Finds the host's final name from HostName and CanonicalizeHostname. */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "conf/evaluation.h"
#include "conf/scalar.h"

static const struct origin nowhere = { 0 };

/* True if name can only be an address. */
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
	    eval_get(e, KW_addressfamily));
}

static const char *
resolve(const struct evaluation *e, const char *name, const char **why)
{
	return e->source->resolve(e->source->arg, name,
	    eval_get(e, KW_addressfamily), why);
}

static bool
canonical(const struct evaluation *e)
{
	return eval_get(e, KW_canonicalizehostname) != NULL &&
	    !eval_is(e, KW_canonicalizehostname, "false");
}

/* Call this only where it matters, because the release costs a process. */
static bool
since(const struct evaluation *e, int release)
{
	return e->source->release(e->source->arg) >= release;
}

/*
 * True if ssh itself connects to the host.  Since 9.4 ssh knows that "ProxyJump
 * none" is no jump.
 */
static bool
direct(const struct evaluation *e)
{
	return eval_none(e, KW_proxycommand) &&
	    (eval_get(e, KW_proxyjump) == NULL ||
	    (eval_none(e, KW_proxyjump) && since(e, 904)));
}

static bool
may_canonicalize(const struct evaluation *e)
{
	return canonical(e) &&
	    (direct(e) || eval_is(e, KW_canonicalizehostname, "always"));
}

bool
canonical_cnames(const struct evaluation *e)
{
	return eval_get(e, KW_canonicalizepermittedcnames) != NULL &&
	    strcmp(eval_get(e, KW_canonicalizepermittedcnames), "none:") != 0;
}

/* alias in lower case since 10.4, because some resolvers change the case. */
static const char *
cased(struct evaluation *e, const char *alias)
{
	const char *low = eval_lower(e, alias);

	return low == NULL || strcmp(low, alias) == 0 || !since(e, 1004) ?
	    alias : low;
}

/* name, or alias if a rule of CanonicalizePermittedCNAMEs permits it. */
static const char *
follow(struct evaluation *e, const char *name, const char *alias)
{
	const char *rules = eval_get(e, KW_canonicalizepermittedcnames);
	char *rule, *target;

	if (*alias == '\0' || !canonical_cnames(e) ||
	    strcmp(name, alias) == 0 || !may_canonicalize(e))
		return name;
	while ((rule = eval_word(&e->s->pool, &rules)) != NULL) {
		target = strchr(rule, ':');
		*target++ = '\0';
		if (pattern_list(rule, name, true) == 1 &&
		    pattern_list(target, alias, true) == 1)
			return cased(e, alias);
	}
	return name;
}

/*
 * Resolves name, which ends in a dot.  Returns it without the dot, or its
 * permitted alias; NULL if the resolver does not know it.
 */
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
	const char *domains = eval_get(e, KW_canonicaldomains), *domain, *found;

	while ((domain = eval_word(&e->s->pool, &domains)) != NULL) {
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
	if (!eval_is(e, KW_canonicalizefallbacklocal, "no"))
		return TAKEN;
	source_complain(e->source, LEVEL_FATAL, nowhere,
	    "ssh: Could not resolve host \"%s\"", e->host);
	return FATAL;
}

/* CanonicalizeHostname; *found: the resolver knew the name. */
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
		if (eval_get(e, KW_canonicalizemaxdots) != NULL)
			(void)scalar_number(eval_get(e, KW_canonicalizemaxdots),
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

/* CanonicalizePermittedCNAMEs also works alone. */
static enum outcome
follow_alone(struct evaluation *e)
{
	const char *alias, *why = "";

	if (!canonical_cnames(e) || !(direct(e) ||
	    eval_is(e, KW_canonicalizehostname, "always")))
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

/* Sets defaults now, so that the second pass cannot change them. */
static void
settle(struct evaluation *e)
{
	settings_set(e->s, KW_canonicalizehostname, "false", nowhere);
	settings_set(e->s, KW_canonicalizemaxdots, "1", nowhere);
	settings_set(e->s, KW_canonicalizefallbacklocal, "yes", nowhere);
}

enum outcome
canonical_host(struct evaluation *e)
{
	struct tokens t = { .of['h'] = e->host };
	const char *name = eval_get(e, KW_hostname);
	bool was_address, found = false;
	enum outcome outcome;

	if (name != NULL) {
		name = token_expand(&e->s->pool, e->source, &t, TOKEN_PERCENT,
		    name);
		if (name == NULL)
			return eval_refuse(e, "percent_expand: failed");
		eval_change(e, KW_hostname, name);
		e->host = name;
	}
	was_address = address_fast(e->host) || address(e, e->host) != NULL;
	if (!was_address && (e->host = eval_lower(e, e->host)) == NULL)
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
