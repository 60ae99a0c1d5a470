/* SPDX-License-Identifier: ISC */
/* The order in which the addresses of a name are tried. */
#include <string.h>

#include "../lib/tap.h"
#include "transport/eyeballs.h"

static void
test_eyeballs(void)
{
	static const struct {
		const char *in, *out; /* a family a letter; indices */
	} row[] = {
		{ "", "" }, { "6", "0" }, { "64", "01" }, { "46", "01" },
		{ "6644", "0213" }, { "66644", "03142" }, { "4666", "0123" },
		{ "6444", "0123" }, { "444", "012" }, { "464646", "012345" },
	};
	size_t i, k, n, order[8];
	int family[8];
	char got[9];

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = strlen(row[i].in);
		for (k = 0; k < n; k++)
			family[k] = row[i].in[k];
		eyeballs_order(family, n, order);
		for (k = 0; k < n; k++)
			got[k] = (char)('0' + order[k]);
		got[n] = '\0';
		ok(strcmp(got, row[i].out) == 0, "eyeballs", row[i].in);
	}
}

int
main(void)
{
	test_eyeballs();
	return tap_end();
}
