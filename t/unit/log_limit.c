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
			told += n = log_limit_left_out(&l, t);
			printed += n != 0;
		}
	ok(printed > 100 && printed < 130,
	    "of a flood a hundred lines are printed, then one a second", NULL);
	told += log_limit_left_out(&l, t + 10000);
	ok(told > 45000 && l.left_out == 0,
	    "lines that are not printed are counted", NULL);
	ok(log_limit_line(&l, t + 100000),
	    "after a flood every line is printed", NULL);
	log_limit_start(&l, true);
	for (i = 0; i < 4000; i++)
		printed = log_limit_line(&l, 1000);
	ok(printed, "with -v thousands of lines are printed at once", NULL);
}

static const struct sshlog_line plain = { .own = true };
static const struct sshlog_line forward = { .noise = true, .forward = true };

static void
test_repeated(void)
{
	struct log_repeats t = { .n = 0 };
	char line[20];
	int i;

	ok(log_repeats_shows(&t, &plain, "a", 0, false) &&
	    log_repeats_shows(&t, &plain, "a", 0, false),
	    "a line that comes twice in one attempt is printed twice", NULL);
	ok(!log_repeats_shows(&t, &plain, "a", 1, false),
	    "a line that comes again in the next attempt is not printed", NULL);
	ok(log_repeats_shows(&t, &forward, "b", 1, true) &&
	    !log_repeats_shows(&t, &forward, "b", 1, true),
	    "a line about a forward that is retried is printed once", NULL);
	for (i = 0; i < 100; i++) {
		snprintf(line, sizeof line, "%d", i);
		(void)log_repeats_shows(&t, &plain, line, 2, false);
	}
	ok(t.n == LOG_REPEATS_MOST &&
	    log_repeats_shows(&t, &plain, "99", 3, false),
	    "a line is printed again when too many others came in between",
	    NULL);
}

static void
test_shown(void)
{
	static const struct sshlog_line noise = { .noise = true };
	static const struct sshlog_line debug = { .debug = true };
	struct log_repeats t = { .n = 0 };

	ok(!log_repeats_shows(&t, &debug, "a", 0, true),
	    "a line that only sshp asked for is not printed", NULL);
	ok(!log_repeats_shows(&t, &noise, "b", 0, false),
	    "a line that sshp reports better is not printed", NULL);
	ok(log_repeats_shows(&t, &noise, "b", 0, true),
	    "a line that sshp reports better is kept in the user's log", NULL);
	ok(log_repeats_shows(&t, &plain, "c", 0, false),
	    "a line that ssh prints by itself is printed", NULL);
}

int
main(void)
{
	test_log_limit();
	test_repeated();
	test_shown();
	return tap_end();
}
