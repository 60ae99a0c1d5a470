/* SPDX-License-Identifier: ISC */
/* Finds the known word that the user may have meant: "did you mean". */
#ifndef BASE_SIMILAR_H
#define BASE_SIMILAR_H

#include <stdbool.h>

/*
 * An edit inserts, removes or replaces a character, or swaps two neighbours.
 * Upper and lower case are the same.  Two words are similar if at most two
 * edits, and at most a third of the letters of the longer word (rounded up),
 * lead from one to the other.
 */
#define SIMILAR_EDITS 2

/* Number of edits from a to b; SIMILAR_EDITS + 1 if there are more. */
int	similar_edits(const char *a, const char *b);

/* The search for the word that is the most similar to one typed. */
struct similar {
	const char *word;	/* as typed */
	const char *best;	/* the most similar so far; NULL: none */
	int edits;		/* from word to best */
};

/*
 * Compares s->word with a known word.  If that is more similar than s->best, it
 * becomes s->best; it must stay valid as long as s.
 */
void	similar_try(struct similar *s, const char *known);

#endif
