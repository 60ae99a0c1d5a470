/* SPDX-License-Identifier: ISC */
#include "keep/backoff.h"

enum {
	NEAR_CEILING = 3000,	/* ms */
	LEAST = 100		/* ms: never a tight loop */
};

/* A point in [from, to], by chance. */
static int64_t
between(int64_t from, int64_t to, uint32_t chance)
{
	if (to <= from)
		return from;
	return from + (int64_t)(((uint64_t)(to - from) * chance) >> 32);
}

/* first doubled tries times, but no more than ceiling. */
static int64_t
grown(int64_t first, int64_t ceiling, int tries)
{
	while (tries-- > 0 && first < ceiling)
		first *= 2;
	return first < ceiling ? first : ceiling;
}

int64_t
backoff_wait(const struct backoff *b, enum backoff_pace pace, int tries,
    uint32_t chance)
{
	int64_t near = b->first > NEAR_CEILING ? b->first : NEAR_CEILING;
	int64_t far = b->ceiling > 2 * BACKOFF_FAR_LEAST ? b->ceiling :
	    2 * BACKOFF_FAR_LEAST;

	switch (pace) {
	case BACKOFF_NEAR:
		return between(b->first / 2, grown(b->first, near, tries),
		    chance);
	case BACKOFF_GROWING:
		return between(LEAST, grown(b->first, b->ceiling, tries),
		    chance);
	case BACKOFF_FAR:
		return between(far / 2, far, chance);
	case BACKOFF_AT_ONCE:
		break;
	}
	return 0;
}
