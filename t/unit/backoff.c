/* SPDX-License-Identifier: ISC */
/* How long a kept tunnel waits before another attempt. */
#include <stdint.h>

#include "../lib/tap.h"
#include "supervise/backoff.h"

static void
test_backoff(void)
{
	const struct backoff b = { 1000, 60000 }, slow = { 30000, 300000 },
	    brisk = { 1000, 2000 };
	int i;

	ok(backoff_wait(&b, BACKOFF_NEAR, 99, UINT32_MAX) <= 3000 &&
	    backoff_wait(&b, BACKOFF_NEAR, 99, 0) >= 500, "near",
	    "never above three seconds");
	ok(backoff_wait(&slow, BACKOFF_NEAR, 9, UINT32_MAX) <= 30000 &&
	    backoff_wait(&slow, BACKOFF_NEAR, 9, 0) >= 15000, "near",
	    "but as the user wants it");
	ok(backoff_wait(&b, BACKOFF_DOOR, 9, UINT32_MAX) <= 5000 &&
	    backoff_wait(&b, BACKOFF_DOOR, 9, 0) >= 2500, "door",
	    "every few seconds");
	ok(backoff_wait(&slow, BACKOFF_DOOR, 0, 0) >= 15000 &&
	    backoff_wait(&slow, BACKOFF_DOOR, 9, 0) >= 15000 &&
	    backoff_wait(&brisk, BACKOFF_DOOR, 99, UINT32_MAX) <= 2000,
	    "door", "but as the user wants it");
	for (i = 0; i < 2000 && backoff_wait(&b, BACKOFF_DOOR, i,
	    UINT32_MAX) <= 60000; i++)
		;
	ok(i == 2000 && backoff_wait(&b, BACKOFF_DOOR, 99, 0) >= 30000,
	    "door", "later up to the ceiling");
	ok(backoff_wait(&b, BACKOFF_GROWING, 0, 0) >= 100, "growing",
	    "never a tight loop");
	for (i = 0; i < 2000 && backoff_wait(&b, BACKOFF_GROWING, i,
	    UINT32_MAX) <= 60000; i++)
		;
	ok(i == 2000, "growing", "never above the ceiling");
	ok(backoff_wait(&b, BACKOFF_FAR, 0, 0) >= 30000, "far",
	    "two attempts a minute at most");
	ok(backoff_wait(&b, BACKOFF_AT_ONCE, 9, 9) == 0, "at once", "0");
}

int
main(void)
{
	test_backoff();
	return tap_end();
}
