/* SPDX-License-Identifier: ISC */
#include <time.h>

#include "sys/clock.h"

/* CLOCK_BOOTTIME counts suspend, in which connections are lost. */
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

int64_t
clock_wall(void)
{
	struct timespec t = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t
clock_local(int64_t wall)
{
	time_t t = (time_t)(wall / 1000);
	struct tm tm;

	if (localtime_r(&t, &tm) == NULL)
		return wall;
	return wall + (int64_t)tm.tm_gmtoff * 1000;
}
