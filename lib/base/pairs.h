/* SPDX-License-Identifier: ISC */
/* Writes a struct as a line of key=value, and reads it, by a table. */
#ifndef BASE_PAIRS_H
#define BASE_PAIRS_H

#include <stddef.h>

/*
 * A table describes the members of a struct.  Empty texts and zeros are left
 * out of the line.  A value with spaces or special characters is in quotes,
 * with \" \\ and \xNN inside.  So a line is printable ASCII, even if a text
 * came from a stranger.
 */

enum pairs_type {
	PAIRS_TEXT,		/* char [size] */
	PAIRS_NUMBER,		/* int64_t */
	PAIRS_WORD		/* int, an index into size words; if words are
				   equal, the reader takes the first */
};

struct pairs_field {
	const char *key;
	enum pairs_type type;
	size_t at;		/* offsetof the member */
	size_t size;
	const char *const *words; /* the first stands for unknown words */
	size_t stride;		/* bytes from one word to the next */
};

/* Rows of such a table, for the members of struct s. */
#define PAIR_TEXT(s, key, member) \
	{ key, PAIRS_TEXT, offsetof(struct s, member), \
	    sizeof ((struct s *)0)->member, NULL, 0 }
#define PAIR_NUMBER(s, key, member) \
	{ key, PAIRS_NUMBER, offsetof(struct s, member), 0, NULL, 0 }
#define PAIR_WORD(s, key, member, words) \
	{ key, PAIRS_WORD, offsetof(struct s, member), PAIRS(words), words, \
	    sizeof *(words) }
#define PAIRS(table) (sizeof (table) / sizeof *(table))

/* The longest line, its NUL included. */
#define PAIRS_MOST 4096

/*
 * Writes the n members of from.  A pair that does not fit into size bytes is
 * left out.  Returns the length, without the NUL.
 */
size_t	pairs_write(const struct pairs_field *f, size_t n, const void *from,
	    char *out, size_t size);

/*
 * Reads a line of len bytes into the members of to, which is zero.  Keys that
 * are not in the table are ignored; texts that are too long are cut.
 * Returns 0, or -1 if it is no such line.
 */
int	pairs_read(const struct pairs_field *f, size_t n, void *to,
	    const char *line, size_t len);

#endif
