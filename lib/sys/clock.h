/* SPDX-License-Identifier: ISC */
/* Reads the clocks: since boot, since 1970, and local time. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

/*
 * Milliseconds since boot, with time in suspend (CLOCK_BOOTTIME; or
 * CLOCK_MONOTONIC where there is none, without time in suspend).
 */
int64_t	clock_now(void);

/* Milliseconds since 1970, for times that are compared across boots. */
int64_t	clock_wall(void);

/* Converts wall, ms since 1970 UTC, to ms since 1970 in local time. */
int64_t	clock_local(int64_t wall);

#endif
