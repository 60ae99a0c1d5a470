/* SPDX-License-Identifier: ISC */
#include <ctype.h>
#include <stddef.h>

#include "base/similar.h"

enum { LONGEST = 80 };		/* limit of a word, characters */

static int
least(int a, int b)
{
	return a < b ? a : b;
}

/* The length of a word; LONGEST + 1 if it is longer. */
static int
length(const char *word)
{
	int n = 0;

	while (n <= LONGEST && word[n] != '\0')
		n++;
	return n;
}

static bool
same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/*
 * Fills the row of the i-th character of a: row[j] is the number of edits from
 * the first i characters of a to the first j of b.
 */
static void
fill(const char *a, const char *b, int i, int m, int *row, const int *last,
    const int *before)
{
	int j;

	row[0] = i;
	for (j = 1; j <= m; j++) {
		row[j] = least(least(last[j], row[j - 1]) + 1,
		    last[j - 1] + !same(a[i - 1], b[j - 1]));
		if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) &&
		    same(a[i - 2], b[j - 1]))
			row[j] = least(row[j], before[j - 2] + 1);
	}
}

int
similar_edits(const char *a, const char *b)
{
	int row[3][LONGEST + 1];
	int n = (int)length(a), m = length(b);
	int i;

	if (n > LONGEST || m > LONGEST || n - m > SIMILAR_EDITS ||
	    m - n > SIMILAR_EDITS)
		return SIMILAR_EDITS + 1;
	for (i = 0; i <= m; i++)
		row[0][i] = i;
	for (i = 1; i <= n; i++)
		fill(a, b, i, m, row[i % 3], row[(i + 2) % 3],
		    row[(i + 1) % 3]);
	return least(row[n % 3][m], SIMILAR_EDITS + 1);
}

void
similar_try(struct similar *s, const char *known)
{
	int n = length(s->word), m = length(known);
	int edits = similar_edits(s->word, known);

	if (edits > SIMILAR_EDITS || edits > ((n > m ? n : m) + 2) / 3)
		return;
	if (s->best != NULL && edits >= s->edits)
		return;
	s->best = known;
	s->edits = edits;
}
