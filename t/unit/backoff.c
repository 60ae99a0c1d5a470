/* SPDX-License-Identifier: ISC */
/* How long a kept tunnel waits before another attempt. */
#include <stdint.h>
#include <stdio.h>

#include "../lib/tap.h"
#include "supervise/backoff.h"

static void
test_backoff(void)
{
	const struct backoff b = { 1000, 60000 }, slow = { 30000, 300000 },
	    brisk = { 1000, 2000 };
	int i;

	ok(backoff_wait(&b, BACKOFF_SOON, 99, UINT32_MAX) <= 3000 &&
	    backoff_wait(&b, BACKOFF_SOON, 99, 0) >= 500,
	    "the short wait is never above three seconds", NULL);
	ok(backoff_wait(&slow, BACKOFF_SOON, 9, UINT32_MAX) <= 30000 &&
	    backoff_wait(&slow, BACKOFF_SOON, 9, 0) >= 15000,
	    "the short wait is longer if PersistBackoff says so", NULL);
	ok(backoff_wait(&b, BACKOFF_FULL, 9, UINT32_MAX) <= 5000 &&
	    backoff_wait(&b, BACKOFF_FULL, 9, 0) >= 2500,
	    "a server that refuses is dialled every few seconds at first",
	    NULL);
	ok(backoff_wait(&slow, BACKOFF_FULL, 0, 0) >= 15000 &&
	    backoff_wait(&slow, BACKOFF_FULL, 9, 0) >= 15000 &&
	    backoff_wait(&brisk, BACKOFF_FULL, 99, UINT32_MAX) <= 2000,
	    "a server that refuses is dialled as PersistBackoff says", NULL);
	for (i = 0; i < 2000 && backoff_wait(&b, BACKOFF_FULL, i,
	    UINT32_MAX) <= 60000; i++)
		;
	ok(i == 2000 && backoff_wait(&b, BACKOFF_FULL, 99, 0) >= 30000,
	    "a server that refuses for long is dialled as rarely as the "
	    "ceiling says", NULL);
	ok(backoff_wait(&b, BACKOFF_CUT, 0, UINT32_MAX) <= 1000 &&
	    backoff_wait(&b, BACKOFF_CUT, 79, UINT32_MAX) <= 5000 &&
	    backoff_wait(&b, BACKOFF_CUT, 79, 0) >= 2500,
	    "a connection that is cut before the login is retried at most "
	    "every few seconds for minutes", NULL);
	ok(backoff_wait(&b, BACKOFF_CUT_LATE, 15, UINT32_MAX) <= 5000 &&
	    backoff_wait(&b, BACKOFF_CUT_LATE, 79, 0) >= 30000,
	    "a connection that is cut after the login is retried less often "
	    "after a minute", NULL);
	ok(backoff_wait(&b, BACKOFF_GROWING, 0, 0) >= 100,
	    "the growing wait is never below a tenth of a second", NULL);
	for (i = 0; i < 2000 && backoff_wait(&b, BACKOFF_GROWING, i,
	    UINT32_MAX) <= 60000; i++)
		;
	ok(i == 2000, "the growing wait is never above the ceiling", NULL);
	ok(backoff_wait(&b, BACKOFF_RARE, 0, 0) >= 30000,
	    "a refused login is retried twice a minute at most", NULL);
	ok(backoff_wait(&b, BACKOFF_AT_ONCE, 9, 9) == 0,
	    "a retry that the user asked for does not wait", NULL);
}

static void
test_needs_you(void)
{
	static const int64_t minutes[] = { 10, 20, 40, 60, 60 };
	char name[40];
	int i;

	for (i = 0; i < 5; i++) {
		snprintf(name, sizeof name, "after %d attempts", i);
		ok(backoff_needs_you(i) == minutes[i] * 60000, "the wait for "
		    "the user is 10 minutes, doubles, and is at most an hour",
		    name);
	}
	ok(backoff_needs_you(1000000) == 3600000,
	    "the wait for the user is at most an hour after any number of "
	    "attempts", NULL);
}

int
main(void)
{
	test_backoff();
	test_needs_you();
	return tap_end();
}
