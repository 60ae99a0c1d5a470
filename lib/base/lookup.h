/* SPDX-License-Identifier: ISC */
/* Finds entries by a number and a text, in constant time. */
#ifndef BASE_LOOKUP_H
#define BASE_LOOKUP_H

#include "base/pool.h"

struct lookup_key {
	int kind;		/* keys of different kinds are different */
	size_t number;
	const char *text;
};

/* An entry; next is the next one with the same key, in order of addition. */
struct lookup_entry {
	struct lookup_entry *next;
	const void *what;
	size_t order;		/* entries of any key that were added before */
};

/* All zero: empty.  The memory belongs to a pool. */
struct lookup {
	struct lookup_row **bucket;
	size_t buckets, rows, entries;
};

/* Adds what behind the other entries of key.  The text of key must stay. */
void	lookup_add(struct lookup *t, struct pool *p, struct lookup_key key,
	    const void *what);

/* The first entry of key, or NULL. */
const struct lookup_entry	*lookup_find(const struct lookup *t,
				    struct lookup_key key);

#endif
