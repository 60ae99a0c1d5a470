/* SPDX-License-Identifier: ISC */
/* How long an attempt waits for the banner of its server. */
#include "../lib/tap.h"
#include "supervise/banner_timeout.h"

/*
 * Attempts one after the other: a digit: a login whose banner took so many
 * seconds; a ".": one of a twentieth; "x": no banner; "b": a banner at once,
 * and no login.  The wait that is granted after them, ms.
 */
static int64_t
banner_wait(const char *past, int64_t limit, bool fixed)
{
	struct banner_timeout b;

	for (banner_timeout_start(&b, limit, fixed); *past != '\0'; past++)
		if (*past == 'x') {
			banner_timeout_missed(&b);
		} else {
			banner_timeout_came(&b, *past == '.' ? 50 :
			    *past == 'b' ? 1 : 1000 * (*past - '0'));
			if (*past != 'b')
				banner_timeout_login(&b);
		}
	return banner_timeout(&b);
}

static void
test_banner_timeout(void)
{
	static const struct {
		const char *past; int64_t limit; bool fixed; int64_t wait;
		const char *name;
	} row[] = {
		{ "", 15000, false, 15000, "nothing is known" },
		{ "x", 15000, false, 30000, "nor did it speak: twice as long" },
		{ "x", 15000, true, 15000, "a limit of the user's" },
		{ ".", 15000, false, 5000, "a server that is quick" },
		{ ".", 2000, true, 2000, "and a limit below that" },
		{ ".2", 15000, false, 8000, "the slowest counts" },
		{ "2........", 15000, false, 5000, "the slowest of late" },
		{ "6", 15000, false, 15000, "not above the limit" },
		{ "9", 15000, false, 18000, "but for a server that needs it" },
		{ "2bbbbbbbbbb", 15000, false, 8000,
		    "who does not log us in does not shorten it" },
		{ ".xxxxxxxxxxx", 15000, false, 5000, "a minute of silence" },
		{ ".xxxxxxxxxxxx", 15000, false, 30000,
		    "then a server that became slow gets its time" },
		{ ".xxxxxxxxxxxxx", 15000, false, 5000, "once" },
		{ ".xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 15000, false, 60000,
		    "and later more" },
		{ ".xxxxxxxxxxxx2", 15000, false, 8000, "and that is known" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		int64_t wait = banner_wait(row[i].past, row[i].limit,
		    row[i].fixed);

		ok(wait == row[i].wait,
		    "an attempt waits for the banner as long as this server "
		    "needs", row[i].name);
		if (wait != row[i].wait)
			printf("# %d\n", (int)wait);
	}
}

int
main(void)
{
	test_banner_timeout();
	return tap_end();
}
