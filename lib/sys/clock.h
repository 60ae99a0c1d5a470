/* SPDX-License-Identifier: ISC */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <stdint.h>

/*
 * Milliseconds since boot, time spent asleep included (CLOCK_BOOTTIME, or
 * CLOCK_MONOTONIC where there is none).
 */
int64_t	clock_now(void);

#endif
