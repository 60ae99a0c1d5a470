/* SPDX-License-Identifier: ISC */
/* Writes the ProxyCommand with the guard, also for jump hosts. */
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "plan/plan_internal.h"

enum { HOPS = 4 };	/* nested quotes grow fast; more hops are rare */

static const char *
get(const struct config *c, enum keyword k)
{
	return settings_get(&c->settings, k);
}

static bool
is(const struct config *c, enum keyword k, const char *text)
{
	return settings_is(&c->settings, k, text);
}

/* --- the shape --- */

/* An address in numbers: the guard asks nobody for a name of ours. */
static bool
numeric(const char *text)
{
	return strchr(text, ':') != NULL ||
	    text[strspn(text, "0123456789.")] == '\0';
}

/* ssh itself would dial, and do nothing that it alone can do. */
static bool
dials(const struct config *c)
{
	const char *address = get(c, KW_bindaddress);

	if (get(c, KW_proxycommand) != NULL || get(c, KW_proxyjump) != NULL ||
	    (address != NULL && !numeric(address)))
		return false;
	return get(c, KW_canonicalizehostname) == NULL ||
	    is(c, KW_canonicalizehostname, "false");
}

/* The word's last component is name, whatever quotes are around it. */
static bool
names(const char *word, size_t n, const char *name)
{
	size_t i, base = 0, len = strlen(name);

	while (n > 0 && strchr("'\"", word[0]) != NULL) {
		word++;
		n--;
	}
	while (n > 0 && strchr("'\"", word[n - 1]) != NULL)
		n--;
	for (i = 0; i < n; i++)
		if (word[i] == '/')
			base = i + 1;
	return n - base == len && memcmp(word + base, name, len) == 0;
}

/* The length of the shell's word at text, quotes and all. */
static size_t
word_length(const char *text)
{
	char quote = '\0';
	size_t n;

	for (n = 0; text[n] != '\0'; n++) {
		if (quote == '\0' && strchr(" \t", text[n]) != NULL)
			break;
		if (quote == text[n])
			quote = '\0';
		else if (quote == '\0' && strchr("'\"", text[n]) != NULL)
			quote = text[n];
	}
	return n;
}

/* A guard that the user put there, perhaps by exec, or env and assignments. */
static bool
guarded(const char *command)
{
	size_t n;

	for (;; command += n) {
		command += strspn(command, " \t");
		n = word_length(command);
		if (n == 0)
			return false;
		if (names(command, n, "tunnel-guard"))
			return true;
		if (!names(command, n, "exec") && !names(command, n, "env") &&
		    memchr(command, '=', n) == NULL)
			return false;
	}
}

/* A token's value with a quote in it would end the quotes it stands in. */
static bool
quotable(const struct config *c)
{
	const char *const text[] = { c->original, c->host, get(c, KW_user),
	    get(c, KW_hostname), get(c, KW_hostkeyalias) };
	size_t i;

	for (i = 0; i < sizeof text / sizeof *text; i++)
		if (text[i] != NULL && strpbrk(text[i], "'\\") != NULL)
			return false;
	return true;
}

enum proxycommand_shape
proxycommand_shape(const struct plan_facts *f)
{
	const struct config *c = f->config;
	const char *own = get(c, KW_proxycommand);

	if (f->guard == NULL || c->persist.guard == PERSIST_UNGUARDED)
		return SHAPE_LEFT;
	if (get(c, KW_proxyjump) != NULL)
		return f->hops > 0 && f->hops <= HOPS ? SHAPE_JUMP :
		    SHAPE_LEFT;
	if (own == NULL)
		return dials(c) ? SHAPE_DIAL : SHAPE_LEFT;
	if (strcmp(own, "-") == 0 || is(c, KW_proxyusefdpass, "yes") ||
	    guarded(own) || !quotable(c))
		return SHAPE_LEFT;
	return SHAPE_WRAP;
}

/* --- the text --- */

/* A quoted text that w owns. */
static const char *
owned(struct words *w, char *quoted)
{
	const char *text = quoted == NULL ? NULL : words_add(w, "%s", quoted);

	if (quoted == NULL)
		w->failed = true;
	free(quoted);
	return text == NULL ? "" : text;
}

/* " -x value", its % and all else as it is; "" without a value. */
static const char *
option(struct words *w, const char *letter, const char *value)
{
	const char *text;

	if (value == NULL)
		return "";
	text = words_add(w, " -%s %s", letter, owned(w, quote_proxy(value)));
	return text == NULL ? "" : text;
}

/* Of ssh's two classes, for a person's work and for bulk, the one that fits. */
static const char *
class(struct words *w, const struct plan_facts *f, const struct config *c)
{
	const char *both = get(c, KW_ipqos), *bulk;

	if (both == NULL || (bulk = strchr(both, ' ')) == NULL)
		return both;
	if (!plan_interactive(f) || f->line->words > 0 ||
	    commandline_option(f->line, 'N') != NULL ||
	    is(c, KW_sessiontype, "none"))
		return bulk + 1;
	return words_add(w, "%.*s", (int)(bulk - both), both);
}

/* A ServerAliveInterval by which ssh asks; or NULL. */
static const char *
asks(const char *interval)
{
	return interval == NULL || strtoll(interval, NULL, 10) <= 0 ? NULL :
	    interval;
}

/* The guard that dials to where c leads. */
static const char *
dial(struct words *w, const struct plan_facts *f, const struct config *c,
    const struct proxycommand_terms *p)
{
	const char *alive = c == f->config ? p->alive :
	    asks(get(c, KW_serveraliveinterval));

	return words_add(w, "%s -t %lld -w %lld%s%s%s%s%s%s%s -- %%h %%p",
	    owned(w, quote_proxy(f->guard)), p->silence, p->connect,
	    p->hasty ? " -a" : "", alive == NULL ? "" : " -k ",
	    alive == NULL ? "" : alive,
	    is(c, KW_addressfamily, "inet") ? " -4" :
	    is(c, KW_addressfamily, "inet6") ? " -6" : "",
	    option(w, "s", get(c, KW_bindaddress)),
	    option(w, "B", get(c, KW_bindinterface)),
	    option(w, "T", class(w, f, c)));
}

/* The guard that runs a command whose tokens are not yet expanded. */
static const char *
wrap(struct words *w, const struct plan_facts *f, const char *command,
    const struct proxycommand_terms *p)
{
	return words_add(w, "%s -t %lld -w %lld%s%s%s -c %s -- %%h %%p",
	    owned(w, quote_proxy(f->guard)), p->silence, p->banner,
	    p->hasty ? " -a" : "", p->alive == NULL ? "" : " -k ",
	    p->alive == NULL ? "" : p->alive,
	    owned(w, quote_shell(command)));
}

/* As many as there are, but three. */
static const char *
verbose(const struct plan_facts *f)
{
	static const char letters[] = " -vvv";
	static const char *const v[] = { "", " -v", " -vv", letters };
	size_t i, n = 0;

	for (i = 0; i < f->line->options; i++)
		n += f->line->option[i].letter == 'v';
	return v[n > 3 ? 3 : n];
}

/* The ssh to a jump host, as ssh would start it; proxy leads there, or NULL. */
static const char *
hop(struct words *w, const struct plan_facts *f, const struct destination *d,
    const char *proxy, const struct proxycommand_terms *p)
{
	const char *ignore = plan_ignore(w, f->config), *set = NULL;
	const char *port = NULL;

	if (proxy != NULL)
		set = words_add(w, "ProxyCommand=%s", proxy);
	if (d->port > 0)
		port = words_add(w, "%d", d->port);
	return words_add(w, "%s%s%s%s%s%s%s%s -W '[%%h]:%%p' -- %s",
	    owned(w, quote_proxy(f->ssh)), option(w, "o", ignore),
	    option(w, "o", set), option(w, "E", p->log),
	    option(w, "l", d->user), option(w, "p", port),
	    option(w, "F", commandline_option(f->line, 'F')), verbose(f),
	    owned(w, quote_proxy(d->host)));
}

/*
 * The ssh processes to all jump hosts.  Each gets the options itself, because
 * -J would pass none of them on.  The first ssh dials, so it has the guard that
 * sees TCP, unless the settings of its host exclude that or are not known.
 */
static const char *
jump_hosts(struct words *w, const struct plan_facts *f,
    const struct proxycommand_terms *p)
{
	const struct config *first = f->first;
	const char *proxy = NULL;
	size_t i;

	if (first != NULL && dials(first) &&
	    first->persist.guard != PERSIST_UNGUARDED)
		proxy = dial(w, f, first, p);
	for (i = 0; i < f->hops; i++)
		proxy = hop(w, f, &f->hop[i], proxy, p);
	return proxy;
}

const char *
proxycommand_text(struct words *w, const struct plan_facts *f,
    enum proxycommand_shape shape, const struct proxycommand_terms *p)
{
	const char *command, *text;

	if (shape == SHAPE_DIAL)
		text = dial(w, f, f->config, p);
	else {
		command = shape == SHAPE_WRAP ?
		    get(f->config, KW_proxycommand) : jump_hosts(w, f, p);
		text = command == NULL ? NULL : wrap(w, f, command, p);
	}
	return w->failed ? NULL : text;
}
