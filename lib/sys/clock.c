/* SPDX-License-Identifier: ISC */
#include <time.h>

#include "sys/clock.h"

/* CLOCK_BOOTTIME counts suspend, which is when connections die. */
#ifndef CLOCK_BOOTTIME
#define CLOCK_BOOTTIME CLOCK_MONOTONIC
#endif

int64_t
clock_now(void)
{
	struct timespec t = { 0 };

	if (clock_gettime(CLOCK_BOOTTIME, &t) == -1)
		clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}
