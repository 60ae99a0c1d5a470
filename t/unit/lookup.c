/* SPDX-License-Identifier: ISC */
/* Entries are found by their key, in the order of their addition. */
#include <stdio.h>

#include "../lib/tap.h"
#include "base/lookup.h"

enum { MANY = 1000 };

static struct lookup_key
key(int kind, size_t number, const char *text)
{
	return (struct lookup_key){ kind, number, text };
}

static void
test_lookup_order(void)
{
	static const int what[3];
	const struct lookup_entry *e;
	struct lookup t = { 0 };
	struct pool p = { 0 };
	char again[] = "a";

	ok(lookup_find(&t, key(0, 1, "a")) == NULL, "an empty table has no "
	    "entries", "");
	lookup_add(&t, &p, key(0, 1, "a"), &what[0]);
	lookup_add(&t, &p, key(1, 1, "a"), &what[2]);
	lookup_add(&t, &p, key(0, 1, again), &what[1]);
	e = lookup_find(&t, key(0, 1, "a"));
	ok(e != NULL && e->what == &what[0] && e->next != NULL &&
	    e->next->what == &what[1] && e->next->next == NULL &&
	    e->next->order == 2, "entries of a key stay in order", "");
	e = lookup_find(&t, key(1, 1, "a"));
	ok(e != NULL && e->what == &what[2] && e->next == NULL,
	    "a key of another kind is another key", "");
	ok(lookup_find(&t, key(0, 2, "a")) == NULL &&
	    lookup_find(&t, key(0, 1, "b")) == NULL,
	    "another number or text is another key", "");
	pool_free(&p);
}

static void
test_lookup_many(void)
{
	const struct lookup_entry *e;
	struct lookup t = { 0 };
	struct pool p = { 0 };
	size_t i, wrong = 0;
	const char *text;

	for (i = 0; i < MANY; i++) {
		text = pool_text(&p, "%zu", i);
		lookup_add(&t, &p, key(0, i / 2, text), text);
	}
	for (i = 0; i < MANY; i++) {
		e = lookup_find(&t, key(0, i / 2, pool_text(&p, "%zu", i)));
		wrong += e == NULL || e->order != i || e->next != NULL;
	}
	ok(wrong == 0, "all of many entries are found", "");
	pool_free(&p);
}

int
main(void)
{
	test_lookup_order();
	test_lookup_many();
	return tap_end();
}
