/* SPDX-License-Identifier: ISC */
/* The forwards of the settings, as ssh gets them and as the user sees them. */
#include <stdlib.h>
#include <string.h>

#include "base/sha1.h"
#include "conf/forward.h"
#include "plan/plan.h"

/*
 * The path with what separates fields escaped (readconf.c, parse_forward), and
 * % doubled, for ssh expands it.
 */
static const char *
escaped(struct words *w, const char *path)
{
	char *out = malloc(2 * strlen(path) + 1), *to = out;
	const char *copy;

	if (out == NULL)
		return path;
	for (; *path != '\0'; path++) {
		if (*path == ':' || *path == '\\')
			*to++ = '\\';
		if (*path == '%')
			*to++ = '%';
		*to++ = *path;
	}
	*to = '\0';
	copy = words_add(w, "%s", out);
	free(out);
	return copy;
}

/* The first n bytes of an end as ssh -G prints it, for a command line. */
static const char *
end(struct words *w, const char *text, size_t n)
{
	const char *copy = words_add(w, "%.*s", (int)n, text);

	return copy != NULL && forward_path(copy) ? escaped(w, copy) : copy;
}

/* Where it listens: "[host]:port", "port" or a path. */
static void
listens(struct plan_forward *f, struct words *w, const char *text, size_t n)
{
	const char *bracket;

	if (forward_path(text)) {
		f->path = words_add(w, "%.*s", (int)n, text);
		return;
	}
	bracket = *text == '[' ? memchr(text, ']', n) : NULL;
	if (bracket != NULL)
		f->host = words_add(w, "%.*s", (int)(bracket - text - 1),
		    text + 1);
	f->port = (int)strtol(bracket != NULL ?
	    bracket + 2 : text, NULL, 10);
}

static void
name(struct plan_forward *f, struct words *w)
{
	const char *open = f->host != NULL && strchr(f->host, ':') != NULL ?
	    "[" : "", *close = *open != '\0' ? "]" : "";

	if (f->path != NULL)
		f->name = words_add(w, "-%c %s", f->letter, f->path);
	else if (f->host != NULL)
		f->name = words_add(w, "-%c %s%s%s:%d", f->letter, open,
		    f->host, close, f->port);
	else
		f->name = words_add(w, "-%c %d", f->letter, f->port);
}

static void
forward(struct plan_forward *f, struct words *w, char letter,
    const char *text)
{
	size_t n = strcspn(text, "\n");
	const char *to = text[n] == '\0' ? NULL : text + n + 1;

	*f = (struct plan_forward){ .letter = letter };
	listens(f, w, text, n);
	f->spec = end(w, text, n);
	if (to != NULL && strcmp(to, "[socks]:0") != 0) {
		f->to = end(w, to, strlen(to));
		f->spec = words_add(w, "%s:%s", f->spec, f->to);
	}
	name(f, w);
}

/* --- aliases --- */

static const char digits[] = "0123456789";

/* An IPv6 address without a letter: a 0 before one of its numbers. */
static const char *
forward_alias_ipv6(struct words *w, const char *host)
{
	const char *last = strrchr(host, ':') + 1;
	size_t n = strspn(last, digits);

	if (strspn(host, digits) < 4)
		return words_add(w, "0%s", host);
	if (n == 0 || n == 4)
		return NULL;
	return words_add(w, "%.*s0%s", (int)(last - host), host, last);
}

/* The same host in another text: the other case, or the other base. */
static const char *
forward_alias_host(struct words *w, const char *host)
{
	size_t n = strcspn(host, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ%");
	const char *last = strrchr(host, '.');

	if (host[n] != '\0' && host[n] != '%')
		return words_add(w, "%.*s%c%s", (int)n, host, host[n] ^ 0x20,
		    host + n + 1);
	if (strchr(host, ':') != NULL)
		return forward_alias_ipv6(w, host);
	last = last == NULL ? host : last + 1;
	return words_add(w, "%.*s0x%lx", (int)(last - host), host,
	    strtoul(last, NULL, 0));
}

/* The default address: all addresses, or this machine alone. */
static const char *
forward_alias_default(bool gateway)
{
	return gateway ? "*" : "localhost";
}

/* A port's; NULL. */
static const char *
forward_alias_port(struct words *w, const struct plan_forward *f, bool gateway)
{
	const char *host;

	if (f->host == NULL)
		return words_add(w, "[%s]:%s", forward_alias_default(gateway),
		    f->spec);
	if (strcmp(f->host, forward_alias_default(gateway)) == 0)
		return strchr(f->spec, ']') + 2;
	if (strcmp(f->host, "*") == 0 || *f->host == '\0' ||
	    (host = forward_alias_host(w, f->host)) == NULL)
		return NULL;
	return words_add(w, "[%s]%s", host, strchr(f->spec, ']') + 1);
}

void
forward_alias_make(struct words *w, struct plan_forward *f, bool gateway)
{
	const char *here;

	if (f->spec == NULL)
		return;
	if (f->path == NULL) {
		f->alias = forward_alias_port(w, f, gateway);
		return;
	}
	here = *f->path == '/' ? "/." : "./";
	f->alias = words_add(w, "%s%s", here, f->spec);
	f->alias_path = words_add(w, "%s%s", here, f->path);
}

/* --- PersistHold --- */

/* The name follows from the forward alone, so an edit leaves the others. */
void
forward_hold(struct words *w, struct plan_forward *f, const char *directory)
{
	enum { DIGITS = 12 };
	char name[SHA1_HEX] = "end";
	const char *what;

	if (f->spec != NULL &&
	    (what = words_add(w, "%c %s", f->letter, f->spec)) != NULL)
		sha1_hex(name, what, strlen(what))[DIGITS] = '\0';
	f->socket = words_add(w, "%s/hold.%s", directory, name);
	if (f->socket == NULL)
		return;
	f->spec = escaped(w, f->socket);
	if (f->to != NULL)
		f->spec = words_add(w, "%s:%s", f->spec, f->to);
	f->alias = words_add(w, "/.%s", f->spec);
	f->alias_path = words_add(w, "/.%s", f->socket);
}

/* True if an address needs no name service. */
static bool
forward_numeric(const char *host)
{
	return host == NULL || strcmp(host, "*") == 0 ||
	    strcmp(host, "localhost") == 0 || strchr(host, ':') != NULL ||
	    host[strspn(host, "0123456789.")] == '\0';
}

const char *
forward_hold_refused(struct words *w, const struct settings *s)
{
	static const enum keyword kinds[] = { KW_localforward,
	    KW_dynamicforward };
	struct plan_forward f;
	const struct value *v;
	size_t i;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (v = s->first[kinds[i]]; v != NULL; v = v->next) {
			forward(&f, w, kinds[i] == KW_localforward ? 'L' : 'D',
			    v->text);
			if (!forward_numeric(f.host))
				return words_add(w, "%s:%d: PersistHold: %s: "
				    "a name cannot be used here; use an "
				    "address", v->at.file, v->at.line,
				    f.name);
		}
	return NULL;
}

/* --- the list --- */

size_t
plan_forwards(struct plan_forward **list, struct words *w,
    const struct settings *s)
{
	static const struct {
		enum keyword k;
		char letter;
	} kinds[] = { { KW_localforward, 'L' }, { KW_dynamicforward, 'D' },
	    { KW_remoteforward, 'R' } };
	const char *gateway = settings_get(s, KW_gatewayports);
	bool all = gateway != NULL && strcmp(gateway, "yes") == 0;
	const struct value *v;
	size_t i, n = 0;

	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		n += settings_count(s, kinds[i].k);
	*list = calloc(n == 0 ? 1 : n, sizeof **list);
	if (*list == NULL)
		return 0;
	n = 0;
	for (i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (v = s->first[kinds[i].k]; v != NULL; v = v->next)
			forward(&(*list)[n++], w, kinds[i].letter, v->text);
	for (i = 0; i < n; i++)
		if ((*list)[i].letter != 'R')
			forward_alias_make(w, &(*list)[i], all);
	return n;
}
