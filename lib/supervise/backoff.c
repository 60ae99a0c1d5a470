/* SPDX-License-Identifier: ISC */
#include "supervise/backoff.h"

enum {
	SOON_CEILING = 3000,	/* ms */
	FULL_CEILING = 5000,	/* ms, for the first FULL_TRIES attempts */
	FULL_TRIES = 80,	/* they take about five minutes */
	LATE_TRIES = 16,	/* the same after a login, which costs the
				   server more; about a minute */
	RARE_CEILING = 600000,	/* ms, after RARE_TRIES refused logins */
	RARE_TRIES = 10,
	USER_FIRST = 600000,	/* ms, while only the user can help */
	USER_CEILING = 3600000,
	LEAST = 100		/* ms: prevents a tight loop */
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

/*
 * A full server (MaxStartups) accepts nearly as many logins as it can while
 * many clients retry every few seconds.  If each client doubled its wait each
 * time, the last would log in long after the server has room.  So after most
 * attempts the wait grows by a quarter each time: a client loses at most a
 * quarter of the time that the server was full.
 */
static int64_t
backoff_full(const struct backoff *b, int tries, int most, uint32_t chance)
{
	int64_t ceiling = b->first > FULL_CEILING ? b->first : FULL_CEILING;
	int64_t to = grown(2 * b->first, ceiling, tries);

	for (; tries >= most && to < b->ceiling; tries--)
		to += to / 4;
	if (to > b->ceiling)
		to = b->ceiling;
	return between(to / 2, to, chance);
}

/* The first retries do not wait so long: most cuts happen once. */
static int64_t
backoff_cut(const struct backoff *b, int tries, int most, uint32_t chance)
{
	enum { QUICK = 2 };

	return tries < QUICK ?
	    between(LEAST, grown(b->first, b->ceiling, tries), chance) :
	    backoff_full(b, tries - QUICK, most, chance);
}

/*
 * A login that was refused for minutes is refused for hours.  Six attempts an
 * hour do no harm, and are few enough for programs that count them (fail2ban).
 */
static int64_t
backoff_rare(const struct backoff *b, int tries, uint32_t chance)
{
	int64_t wait = b->ceiling > 2 * BACKOFF_RARE_LEAST ? b->ceiling :
	    2 * BACKOFF_RARE_LEAST;
	int64_t most = wait > RARE_CEILING ? wait : RARE_CEILING;

	wait = grown(wait, most, tries < RARE_TRIES ? 0 :
	    tries - RARE_TRIES + 1);
	return between(wait / 2, wait, chance);
}

int64_t
backoff_wait(const struct backoff *b, enum backoff_pace pace, int tries,
    uint32_t chance)
{
	int64_t soon = b->first > SOON_CEILING ? b->first : SOON_CEILING;

	switch (pace) {
	case BACKOFF_SOON:
		return between(b->first / 2, grown(b->first, soon, tries),
		    chance);
	case BACKOFF_FULL:
		return backoff_full(b, tries, FULL_TRIES, chance);
	case BACKOFF_CUT:
		return backoff_cut(b, tries, FULL_TRIES, chance);
	case BACKOFF_CUT_LATE:
		return backoff_cut(b, tries, LATE_TRIES, chance);
	case BACKOFF_GROWING:
		return between(LEAST, grown(b->first, b->ceiling, tries),
		    chance);
	case BACKOFF_RARE:
		return backoff_rare(b, tries, chance);
	case BACKOFF_AT_ONCE:
		break;
	}
	return 0;
}

int64_t
backoff_needs_you(int tries)
{
	return grown(USER_FIRST, USER_CEILING, tries);
}
