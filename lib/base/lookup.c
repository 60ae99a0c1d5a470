/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/lookup.h"

struct lookup_row {
	struct lookup_row *next;	/* in the same bucket */
	struct lookup_key key;
	struct lookup_entry *first, **last;
};

/* FNV-1a. */
static size_t
hash(struct lookup_key key)
{
	size_t h = 2166136261U;

	h = (h ^ (size_t)key.kind) * 16777619U;
	h = (h ^ (key.number & 0xffff)) * 16777619U;
	h = (h ^ key.number >> 16) * 16777619U;
	for (; *key.text != '\0'; key.text++)
		h = (h ^ (unsigned char)*key.text) * 16777619U;
	return h ^ h >> 15;
}

static struct lookup_row *
find_row(const struct lookup *t, struct lookup_key key)
{
	struct lookup_row *r;

	if (t->buckets == 0)
		return NULL;
	for (r = t->bucket[hash(key) % t->buckets]; r != NULL; r = r->next)
		if (r->key.kind == key.kind && r->key.number == key.number &&
		    strcmp(r->key.text, key.text) == 0)
			break;
	return r;
}

static void
put_row(struct lookup *t, struct lookup_row *r)
{
	struct lookup_row **at = &t->bucket[hash(r->key) % t->buckets];

	r->next = *at;
	*at = r;
}

/* Makes room for one more row.  Returns false if memory ran out. */
static bool
grow(struct lookup *t, struct pool *p)
{
	enum { FIRST = 64 };
	struct lookup old = *t;
	struct lookup_row *r, *next;
	size_t i;

	if (t->rows < t->buckets)
		return true;
	t->buckets = old.buckets == 0 ? FIRST : 2 * old.buckets;
	t->bucket = pool_get(p, t->buckets * sizeof *t->bucket);
	if (t->bucket == NULL) {
		*t = old;
		return false;
	}
	for (i = 0; i < old.buckets; i++)
		for (r = old.bucket[i]; r != NULL; r = next) {
			next = r->next;
			put_row(t, r);
		}
	return true;
}

static struct lookup_row *
new_row(struct lookup *t, struct pool *p, struct lookup_key key)
{
	struct lookup_row *r;

	if (!grow(t, p) || (r = pool_get(p, sizeof *r)) == NULL)
		return NULL;
	r->key = key;
	r->last = &r->first;
	put_row(t, r);
	t->rows++;
	return r;
}

void
lookup_add(struct lookup *t, struct pool *p, struct lookup_key key,
    const void *what)
{
	struct lookup_row *r = find_row(t, key);
	struct lookup_entry *e;

	if ((r == NULL && (r = new_row(t, p, key)) == NULL) ||
	    (e = pool_get(p, sizeof *e)) == NULL)
		return;
	e->what = what;
	e->order = t->entries++;
	*r->last = e;
	r->last = &e->next;
}

const struct lookup_entry *
lookup_find(const struct lookup *t, struct lookup_key key)
{
	const struct lookup_row *r = find_row(t, key);

	return r == NULL ? NULL : r->first;
}
