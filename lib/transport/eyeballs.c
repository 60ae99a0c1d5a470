/* SPDX-License-Identifier: ISC */
#include <stdbool.h>

#include "transport/eyeballs.h"

/* The first index from i on whose family is (or is not) the wanted; or n. */
static size_t
next_of(const int *family, size_t n, size_t i, int wanted, bool is)
{
	while (i < n && (family[i] == wanted) != is)
		i++;
	return i;
}

void
eyeballs_order(const int *family, size_t n, size_t *order)
{
	size_t k, own, other;
	int first = n > 0 ? family[0] : 0;

	own = next_of(family, n, 0, first, true);
	other = next_of(family, n, 0, first, false);
	for (k = 0; k < n; k++) {
		if (other == n || (own < n && k % 2 == 0)) {
			order[k] = own;
			own = next_of(family, n, own + 1, first, true);
		} else {
			order[k] = other;
			other = next_of(family, n, other + 1, first, false);
		}
	}
}

int64_t
eyeballs_renew(int round)
{
	static const int64_t after[] = { 2000, 3000, 5000, 10000 };
	const int last = sizeof after / sizeof *after - 1;

	return after[round < last ? round : last];
}
