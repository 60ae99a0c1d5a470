/* SPDX-License-Identifier: ISC */
/* Milliseconds since boot, sleep included. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

/*
 * Milliseconds since boot, time spent asleep included (CLOCK_BOOTTIME, or
 * CLOCK_MONOTONIC where there is none).
 */
int64_t	clock_now(void);

/* Milliseconds since 1970, for what must outlive a boot. */
int64_t	clock_wall(void);

/* The same point as a clock on this wall shows it: local time in place of UTC. */
int64_t	clock_local(int64_t wall);

#endif
