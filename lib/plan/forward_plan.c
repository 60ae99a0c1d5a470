/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "conf/forward.h"
#include "plan/forward_alias.h"
#include "plan/forward_plan.h"

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
	if (to != NULL && strcmp(to, "[socks]:0") != 0)
		f->spec = words_add(w, "%s:%s", f->spec,
		    end(w, to, strlen(to)));
	name(f, w);
}

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
