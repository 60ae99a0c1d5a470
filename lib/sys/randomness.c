/* SPDX-License-Identifier: ISC */
#include "sys/randomness.h"

#ifdef __linux__
#include <sys/random.h>

#include <unistd.h>

#include "sys/clock.h"

/* Linux before 3.17 has no getrandom(2). */
uint32_t
randomness_draw(void)
{
	uint32_t chance;

	if (getrandom(&chance, sizeof chance, GRND_NONBLOCK) !=
	    (ssize_t)sizeof chance)
		chance = (uint32_t)(clock_now() * 2654435761U) ^
		    (uint32_t)getpid() * 40503U;
	return chance;
}
#else
#include <stdlib.h>

uint32_t
randomness_draw(void)
{
	return arc4random();
}
#endif
