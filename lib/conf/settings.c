/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "conf/settings.h"

bool
settings_set(struct settings *s, enum keyword k, const char *text,
    struct origin at)
{
	if (s->first[k] != NULL)
		return false;
	settings_add(s, k, text, at);
	return true;
}

void
settings_add(struct settings *s, enum keyword k, const char *text,
    struct origin at)
{
	struct value *v = pool_get(&s->pool, sizeof *v);

	if (v == NULL || text == NULL)
		return;
	*v = (struct value){ .text = text, .at = at };
	if (s->first[k] == NULL)
		s->first[k] = v;
	else
		s->last[k]->next = v;
	s->last[k] = v;
}

void
settings_replace(struct settings *s, enum keyword k, const char *text,
    struct origin at)
{
	settings_clear(s, k);
	settings_add(s, k, text, at);
}

void
settings_drop(struct settings *s, enum keyword k,
    bool (*out)(void *arg, const char *text), void *arg)
{
	struct value **link = &s->first[k], *v;

	s->last[k] = NULL;
	while ((v = *link) != NULL) {
		if (out(arg, v->text)) {
			*link = v->next;
		} else {
			s->last[k] = v;
			link = &v->next;
		}
	}
}

void
settings_clear(struct settings *s, enum keyword k)
{
	s->first[k] = s->last[k] = NULL;
}

const char *
settings_get(const struct settings *s, enum keyword k)
{
	return s->first[k] == NULL ? NULL : s->first[k]->text;
}

bool
settings_is(const struct settings *s, enum keyword k, const char *text)
{
	return s->first[k] != NULL && strcasecmp(s->first[k]->text, text) == 0;
}

size_t
settings_count(const struct settings *s, enum keyword k)
{
	const struct value *v;
	size_t n = 0;

	for (v = s->first[k]; v != NULL; v = v->next)
		n++;
	return n;
}

void
settings_free(struct settings *s)
{
	pool_free(&s->pool);
	*s = (struct settings){ .pool.failed = s->pool.failed };
}

/* --- keywords --- */

const struct keyword_row keyword_rows[KEYWORDS] = {
#define VENDOR KEYWORD_VENDOR
#define X(name, type, of, since) { #name, TYPE_##type, KW_##of, since },
	KEYWORD_ROWS(X)
#undef X
#undef VENDOR
};

/* As strcmp(3), but inline, because each line of a file needs it. */
static int
order(const char *a, const char *b)
{
	while (*a == *b && *a != '\0') {
		a++;
		b++;
	}
	return (unsigned char)*a - (unsigned char)*b;
}

enum keyword
keyword_find(const char *name)
{
	int first = 0, last = KEYWORDS, middle, way;

	while (first < last) {
		middle = (first + last) / 2;
		way = order(name, keyword_rows[middle].name);
		if (way == 0)
			return (enum keyword)middle;
		if (way < 0)
			last = middle;
		else
			first = middle + 1;
	}
	return KEYWORDS;
}

bool
keyword_is(enum keyword k, const char *letters, size_t n)
{
	const char *name = keyword_rows[k].name;

	for (; n > 0 && (*letters | 0x20) == *name; n--) {
		letters++;
		name++;
	}
	return n == 0 && *name == '\0';
}
