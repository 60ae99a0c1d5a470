/* SPDX-License-Identifier: ISC */
/* A growing list of words, such as an argv. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* A list of words that grows, such as an argv; it owns its texts. */
struct words {
	char **word;		/* NULL behind the last; NULL while empty */
	size_t n, room;
	bool failed;		/* memory ran out: a word is missing */
};

/* Adds a word, as printf(3) makes it; returns it, or NULL if memory ran out. */
const char	*words_add(struct words *w, const char *fmt, ...)
		    __attribute__((format(printf, 2, 3)));

/* The n words with a blank between them, for free(3); NULL: no memory. */
char	*words_join(char *const *word, size_t n);

/* Removes the last word. */
void	words_drop(struct words *w);

void	words_free(struct words *w);

#endif
