/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "conf/evaluation.h"

static const struct origin nowhere = { 0 };

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
