/* SPDX-License-Identifier: ISC */
/* How much of the log of ssh is printed. */
#include <stdio.h>

#include "../lib/tap.h"
#include "supervise/log_limit.h"

static void
test_log_limit(void)
{
	struct log_limit l;
	int64_t t;
	int printed = 0, i;
	unsigned long told = 0, n;

	/* 2500 lines a second for 20 seconds. */
	log_limit_start(&l, false);
	for (t = 1000; t < 21000; t += 2)
		for (i = 0; i < 5; i++) {
			printed += log_limit_line(&l, t);
			told += n = log_limit_told(&l, t);
			printed += n != 0;
		}
	ok(printed > 100 && printed < 130, "a flood", "a hundred lines, and "
	    "then one a second");
	told += log_limit_told(&l, t + 10000);
	ok(told > 45000 && l.left_out == 0, "a flood", "the rest is counted");
	ok(log_limit_line(&l, t + 100000), "a flood", "after it, all is "
	    "printed");
	log_limit_start(&l, true);
	for (i = 0; i < 4000; i++)
		printed = log_limit_line(&l, 1000);
	ok(printed, "-v", "thousands of lines at once");
}

static void
test_repeated(void)
{
	struct told t = { .n = 0 };
	char line[20];
	int i;

	ok(!told_before(&t, "a", 0, false) && !told_before(&t, "a", 0, false),
	    "a line", "twice in one attempt: printed twice");
	ok(told_before(&t, "a", 1, false), "a line", "again in the next: no");
	ok(!told_before(&t, "b", 1, true) && told_before(&t, "b", 1, true),
	    "a line of a forward that is asked for again", "once");
	for (i = 0; i < 100; i++) {
		snprintf(line, sizeof line, "%d", i);
		(void)told_before(&t, line, 2, false);
	}
	ok(t.n == TOLD_MOST && !told_before(&t, "99", 3, false), "a line",
	    "of too many: printed");
}

int
main(void)
{
	test_log_limit();
	test_repeated();
	return tap_end();
}
