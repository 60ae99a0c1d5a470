/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/words.h"

static bool
words_grow(struct words *w)
{
	size_t room = w->room == 0 ? 16 : 2 * w->room;
	char **more;

	if (w->n + 1 < w->room)
		return true;
	if ((more = realloc(w->word, room * sizeof *more)) == NULL)
		return false;
	w->word = more;
	w->room = room;
	return true;
}

const char *
words_add(struct words *w, const char *fmt, ...)
{
	char *text = NULL;
	va_list ap, twice;
	int len;

	va_start(ap, fmt);
	va_copy(twice, ap);
	len = vsnprintf(NULL, 0, fmt, ap);
	if (len >= 0 && words_grow(w))
		text = malloc((size_t)len + 1);
	if (text == NULL) {
		w->failed = true;
	} else {
		vsnprintf(text, (size_t)len + 1, fmt, twice);
		w->word[w->n++] = text;
		w->word[w->n] = NULL;
	}
	va_end(twice);
	va_end(ap);
	return text;
}

char *
words_join(char *const *word, size_t n)
{
	size_t len = 1, i;
	char *all, *end;

	for (i = 0; i < n; i++)
		len += strlen(word[i]) + 1;
	if ((all = malloc(len)) == NULL)
		return NULL;
	end = all;
	*end = '\0';
	for (i = 0; i < n; i++) {
		if (i > 0)
			*end++ = ' ';
		len = strlen(word[i]);
		memcpy(end, word[i], len + 1);
		end += len;
	}
	return all;
}

void
words_drop(struct words *w)
{
	if (w->n == 0)
		return;
	free(w->word[--w->n]);
	w->word[w->n] = NULL;
}

void
words_free(struct words *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		free(w->word[i]);
	free(w->word);
	*w = (struct words){ 0 };
}
