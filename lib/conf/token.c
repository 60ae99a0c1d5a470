/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/sha1.h"
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
