/* SPDX-License-Identifier: ISC */
#include "supervise/banner_timeout.h"

enum {
	TIMES = 4,		/* times the slowest banner */
	LEAST = 5000,		/* ms */
	SHORT = 12,		/* attempts before a long one: a minute */
	LONG = 6,		/* times as long as a short one */
	MOST = 120000		/* sshd's LoginGraceTime, ms */
};

void
banner_timeout_start(struct banner_timeout *b, int64_t limit, bool fixed)
{
	*b = (struct banner_timeout){ .limit = limit, .fixed = fixed };
}

void
banner_timeout_came(struct banner_timeout *b, int64_t took)
{
	b->came = took;
}

void
banner_timeout_login(struct banner_timeout *b)
{
	b->took[b->logins++ % BANNER_TIMEOUT_KEPT] = b->came;
	b->missed = 0;
}

void
banner_timeout_missed(struct banner_timeout *b)
{
	b->missed++;
}

/* The slowest banner, ms. */
static int64_t
banner_timeout_slowest(const struct banner_timeout *b)
{
	int64_t slowest = b->came;
	size_t i;

	for (i = 0; i < b->logins && i < BANNER_TIMEOUT_KEPT; i++)
		if (b->took[i] > slowest)
			slowest = b->took[i];
	return slowest;
}

/* A short attempt, ms. */
static int64_t
banner_timeout_short(const struct banner_timeout *b)
{
	int64_t slowest = banner_timeout_slowest(b), wait = TIMES * slowest;

	if (b->logins == 0)
		return b->missed > 0 ? 2 * b->limit : b->limit;
	if (wait > b->limit)
		wait = 2 * slowest > b->limit ? 2 * slowest : b->limit;
	return wait < LEAST ? LEAST : wait;
}

int64_t
banner_timeout(const struct banner_timeout *b)
{
	int64_t wait = banner_timeout_short(b), factor = LONG;
	int at = SHORT, gap = SHORT;

	for (; at < b->missed && factor < MOST; factor *= 2) {
		gap *= 2;
		at += gap;
	}
	if (b->missed == at)
		wait *= factor;
	if (wait > MOST)
		wait = MOST;
	return b->fixed && wait > b->limit ? b->limit : wait;
}
