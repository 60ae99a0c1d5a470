/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/evaluation.h"

static const struct origin nowhere = { 0 };

/* --- the evaluator's callbacks --- */

bool
source_debian(const struct config_source *s)
{
	const char *version = s->version(s->arg);

	return strstr(version, "Debian") != NULL ||
	    strstr(version, "Ubuntu") != NULL ||
	    strstr(version, "Raspbian") != NULL;
}

bool
source_doubts(const struct config_source *s, enum keyword k)
{
	int since = k == KEYWORDS ? KEYWORD_VENDOR : keyword_rows[k].since;

	return since == KEYWORD_VENDOR ||
	    (since > 900 && s->release(s->arg) < since);
}

const char *
source_place(struct pool *p, struct origin at)
{
	const char *place = at.line == 0 ? "-o" :
	    pool_text(p, "%s:%d", at.file, at.line);

	return place == NULL ? "" : place;
}

void
source_complain(const struct config_source *s, enum source_level level,
    struct origin at, const char *fmt, ...)
{
	char text[1024];	/* ssh prints no more of a message */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	s->complain(s->arg, level, at, text);
}

/* --- the settings so far --- */

const char *
eval_get(const struct evaluation *e, enum keyword k)
{
	return settings_get(e->s, k);
}

bool
eval_is(const struct evaluation *e, enum keyword k, const char *text)
{
	return settings_is(e->s, k, text);
}

bool
eval_none(const struct evaluation *e, enum keyword k)
{
	return eval_get(e, k) == NULL || eval_is(e, k, "none");
}

void
eval_change(struct evaluation *e, enum keyword k, const char *text)
{
	struct value *v = e->s->first[k];

	settings_replace(e->s, k, text, v == NULL ? nowhere : v->at);
}

enum outcome
eval_refuse(const struct evaluation *e, const char *text)
{
	source_complain(e->source, LEVEL_FATAL, nowhere, "%s", text);
	return FATAL;
}

char *
eval_word(struct pool *p, const char **at)
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

char *
eval_lower(struct evaluation *e, const char *text)
{
	char *copy = pool_copy(&e->s->pool, text, strlen(text)), *c;

	for (c = copy; c != NULL && *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	return copy;
}

/* --- the effect of a line --- */

void
reading_tell(const struct readconf *r, enum heard_what what, enum keyword k)
{
	const struct config_source *s = r->e->source;

	if (s->heard == NULL)
		return;
	s->heard(s->arg, &(struct heard){
		.what = what, .k = k, .keyword = r->line.keyword,
		.value = r->line.rest, .line = &r->line, .at = r->at,
		.block = r->block, .why = r->why,
	});
}

enum outcome
reading_bad(const struct readconf *r, const char *text, const char *word)
{
	source_complain(r->e->source, LEVEL_ERROR, r->at,
	    "%s line %d: %s%s%s%s", r->at.file, r->at.line, text,
	    word == NULL ? "" : " \"", word == NULL ? "" : word,
	    word == NULL ? "" : "\"");
	return BAD_LINE;
}

void
reading_applied(const struct readconf *r)
{
	struct words *w = r->e->applied;

	if (w == NULL || r->at.line == 0)
		return;
	w += r->e->final;
	words_add(w, "%s:%d", r->at.file, r->at.line);
	words_add(w, "%.*s", (int)r->raw_len, r->raw);
}

/* --- a line's words --- */

const char *
taking_word(struct taking *t)
{
	return t->next < t->line->n ? t->line->word[t->next++] : NULL;
}

const char *
taking_must(struct taking *t)
{
	const char *word = taking_word(t);

	if (word != NULL && *word != '\0')
		return word;
	(void)taking_bad(t, "Missing argument.");
	return NULL;
}

enum outcome
taking_bad(const struct taking *t, const char *fmt, ...)
{
	char text[800];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	source_complain(t->source, LEVEL_ERROR, t->at, "%s line %d: %s",
	    t->at.file, t->at.line, text);
	return BAD_LINE;
}

void
taking_set(struct taking *t, enum keyword k, const char *text)
{
	if (!t->active)
		t->heard = HEARD_BLOCK;
	else if (!settings_set(t->s, k, text, t->at))
		t->heard = HEARD_EARLIER;
}

const char *
taking_copy(struct taking *t, const char *word)
{
	return !t->active ? word :
	    pool_copy(&t->s->pool, word, strlen(word));
}
