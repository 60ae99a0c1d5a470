/* SPDX-License-Identifier: ISC */
/* Reads values that are forwards. */
#include <stdio.h>
#include <string.h>

#include "conf/forward.h"
#include "conf/value.h"

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
