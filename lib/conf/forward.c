/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "conf/forward.h"
#include "conf/scalar.h"
#include "conf/token.h"
#include "conf/value.h"

enum {
	FIELDS = 4,
	HOST = 1025,		/* NI_MAXHOST */
	PATH = 108		/* size of sun_path */
};

struct field {
	const char *text;
	bool path;
};

/* Cuts the next field off *at; false at the end. */
static bool
field(char **at, struct field *f)
{
	char *s = *at, *end;

	if (*s == '\0') {
		*at = NULL;
		return false;
	}
	if (*s == '[') {
		end = strchr(s + 1, ']');
		if (end == NULL || (end[1] != ':' && end[1] != '\0'))
			return false;
		*end++ = '\0';
		f->text = s + 1;
		f->path = strchr(f->text, '/') != NULL;
		*at = *end == ':' ? end + 1 : end;
		return true;
	}
	*f = (struct field){ .text = s };
	for (; *s != '\0' && *s != ':'; s++) {
		if (*s == '\\') {
			memmove(s, s + 1, strlen(s));
			if (*s == '\0')
				return false;
		} else if (*s == '/') {
			f->path = true;
		}
	}
	if (*s == ':')
		*s++ = '\0';
	*at = s;
	return true;
}

static void
end_path(struct forward_end *e, const struct field *f)
{
	e->path = f->text;
}

static void
end_port(struct forward_end *e, const struct config_source *s,
    const struct field *host, const struct field *port)
{
	e->host = host == NULL ? NULL : host->text;
	e->port = scalar_port(s, port->text);
}

/* An end of one field: a port or a path. */
static void
end_single(struct forward_end *e, const struct config_source *s,
    const struct field *f)
{
	if (f->path)
		end_path(e, f);
	else
		end_port(e, s, NULL, f);
}

/* Fills the ends of f from n fields. */
static bool
ends(struct forward *f, const struct config_source *s, const struct field *a,
    int n)
{
	switch (n) {
	case 1:
		end_single(&f->listen, s, &a[0]);
		f->connect.host = "socks";
		return true;
	case 2:
		if (a[1].path) {
			end_single(&f->listen, s, &a[0]);
			end_path(&f->connect, &a[1]);
		} else {
			end_port(&f->listen, s, &a[0], &a[1]);
			f->connect.host = "socks";
		}
		return true;
	case 3:
		if (!a[0].path && a[2].path) {
			end_port(&f->listen, s, &a[0], &a[1]);
			end_path(&f->connect, &a[2]);
		} else {
			end_single(&f->listen, s, &a[0]);
			end_port(&f->connect, s, &a[1], &a[2]);
		}
		return true;
	case FIELDS:
		end_port(&f->listen, s, &a[0], &a[1]);
		end_port(&f->connect, s, &a[2], &a[3]);
		return true;
	}
	return false;
}

static bool
short_enough(const struct forward_end *e)
{
	return (e->host == NULL || strlen(e->host) < HOST) &&
	    (e->path == NULL || strlen(e->path) < PATH);
}

static bool
sound(const struct forward *f, enum forward_kind kind, bool dynamic, int n)
{
	if (dynamic && n > 2)
		return false;
	if (!dynamic && n < 3 && f->connect.path == NULL &&
	    f->listen.path == NULL)
		return false;
	if (!dynamic && f->connect.port <= 0 && f->connect.path == NULL)
		return false;
	if (f->listen.path == NULL && (f->listen.port < 0 ||
	    (kind != FORWARD_REMOTE && f->listen.port == 0)))
		return false;
	return short_enough(&f->listen) && short_enough(&f->connect);
}

int
forward_parse(struct forward *f, struct pool *p,
    const struct config_source *s, enum forward_kind kind, bool dynamic,
    const char *text)
{
	struct field a[FIELDS];
	char *copy, *at;
	int n;

	*f = (struct forward){ .kind = kind };
	text = token_expand(p, s, NULL, TOKEN_DOLLAR, text);
	if (text == NULL || (copy = pool_copy(p, text, strlen(text))) == NULL)
		return -1;
	for (at = copy; isspace((unsigned char)*at); at++)
		;
	for (n = 0; n < FIELDS; n++)
		if (!field(&at, &a[n]))
			break;
	if (at != NULL && *at != '\0')
		return -1;
	if (!ends(f, s, a, n) || !sound(f, kind, dynamic, n))
		return -1;
	if (kind != FORWARD_REMOTE && f->connect.host != NULL)
		f->kind = strcmp(f->connect.host, "socks") == 0 ?
		    FORWARD_DYNAMIC : FORWARD_LOCAL;
	return 0;
}

static const char *
end_text(struct pool *p, const struct forward_end *e)
{
	if (e->path != NULL)
		return e->path;
	if (e->host == NULL)
		return pool_text(p, "%d", e->port);
	return pool_text(p, "[%s]:%d", e->host, e->port);
}

const char *
forward_text(struct pool *p, const struct forward *f)
{
	const char *listen = end_text(p, &f->listen), *connect;

	if (f->kind == FORWARD_DYNAMIC || listen == NULL)
		return listen;
	connect = end_text(p, &f->connect);
	return connect == NULL ? NULL :
	    pool_text(p, "%s\n%s", listen, connect);
}

bool
forward_path(const char *end)
{
	return *end != '[' && strcspn(end, "/") < strcspn(end, "\n");
}

/* --- lines with forwards --- */

static bool
has(const struct settings *s, enum keyword k, const char *text)
{
	const struct value *v;

	for (v = s->first[k]; v != NULL; v = v->next)
		if (strcmp(v->text, text) == 0)
			return true;
	return false;
}

/* The words of a forward as one text, of 255 characters at most as in ssh. */
static const char *
forward_words(struct taking *t, char text[256], bool *dynamic)
{
	const char *word = taking_must(t), *to;

	if (word == NULL)
		return NULL;
	*dynamic = t->k == KW_dynamicforward;
	snprintf(text, 256, "%s", word);
	if (*dynamic)
		return text;
	if ((to = taking_word(t)) != NULL)
		snprintf(text, 256, "%s:%s", word, to);
	else if (t->k == KW_remoteforward)
		*dynamic = true;
	else {
		(void)taking_bad(t, "Missing target argument.");
		return NULL;
	}
	return text;
}

enum outcome
take_forward(struct taking *t)
{
	static const enum keyword as[] = {
		[FORWARD_LOCAL] = KW_localforward,
		[FORWARD_REMOTE] = KW_remoteforward,
		[FORWARD_DYNAMIC] = KW_dynamicforward,
	};
	enum forward_kind kind = t->k == KW_remoteforward ? FORWARD_REMOTE :
	    t->k == KW_localforward ? FORWARD_LOCAL : FORWARD_DYNAMIC;
	struct forward f;
	char words[256];
	const char *text;
	bool dynamic;

	if (forward_words(t, words, &dynamic) == NULL)
		return BAD_LINE;
	if (forward_parse(&f, &t->s->pool, t->source, kind, dynamic,
	    words) == -1 || (text = forward_text(&t->s->pool, &f)) == NULL)
		return taking_bad(t, "Bad forwarding specification.");
	if (!t->active)
		t->heard = HEARD_BLOCK;
	else if (has(t->s, as[f.kind], text))
		t->heard = HEARD_DUPLICATE;
	else
		settings_add(t->s, as[f.kind], text, t->at);
	return TAKEN;
}
