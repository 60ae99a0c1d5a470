/* SPDX-License-Identifier: ISC */
/*
 * resume_cuts [SEED [CUTS]]: both ends of sessions, joined by transports that
 * are cut at any byte.  Each byte must arrive once, in order; memory must stay
 * bounded; an end that was rebuilt from nothing must be refused.
 */
#include <stdlib.h>

#include "../lib/resume_pair.h"
#include "../lib/tap.h"

enum { CUTS = 10000, LIMIT = 3600 };

static struct pair p;
static uint64_t seed;
static int64_t now;		/* ms */
static uint32_t ring;
static long cuts, rebuilt, sessions;
static unsigned long long bytes, retransmitted;
static const char *bad;		/* the first rule that was broken */

/* A random number below n; SplitMix64. */
static uint64_t
below(uint64_t n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (z ^ z >> 31) % n;
}

/* Mostly a few bytes, sometimes many. */
static size_t
some(void)
{
	return (size_t)below(below(4) == 0 ? 60000 : 300);
}

static void
must(bool good, const char *rule)
{
	if (!good && bad == NULL)
		bad = rule;
}

static void
check(void)
{
	int i;

	for (i = 0; i < 2; i++) {
		must(!p.end[i].wrong, "each byte arrives once, in order");
		must(pair_blocks(&p.end[i].r) <=
		    2 * (ring / RING_BLOCK + 2), "memory is bounded");
		must(p.end[i].taken <= p.end[!i].given,
		    "no byte arrives that was not given");
	}
}

static void
begin(void)
{
	ring = (uint32_t)(RESUME_RING_LEAST * (1 + below(4)));
	p.n[0] = p.n[1] = 0;
	p.linked = false;
	p.id.name[0]++;
	if (pair_restart(&p, RESUME_CLIENT, ring, LIMIT, now) == -1 ||
	    pair_restart(&p, RESUME_HOLDER, ring, LIMIT, now) == -1)
		abort();
	sessions++;
}

static void
cut(void)
{
	cuts++;
	if (below(3) > 0)
		pair_cut(&p, now);
	else {
		/* The holder does not notice. */
		resume_lost(&p.end[RESUME_CLIENT].r, now);
		p.linked = false;
	}
}

/* One random thing happens; gives: the local sides still give bytes. */
static void
step(bool gives)
{
	int side = (int)below(2);

	now += (int64_t)below(3);
	if (resume_wants_transport(&p.end[RESUME_CLIENT].r))
		pair_dial(&p, below(2) == 0 ? "" : "motd: tg-hold, tg-h");
	switch (below(6)) {
	case 0:
		if (gives)
			(void)pair_give(&p, side, some(), now);
		break;
	case 1:
		(void)pair_take(&p, side, some(), now);
		break;
	case 2:
	case 3:
		(void)pair_write(&p, side, some());
		break;
	default:
		(void)pair_arrive(&p, side, some(), now);
	}
	check();
}

/* An end is built from nothing: it must be refused if the other knew it. */
static void
rebuild(void)
{
	int side = (int)below(2);
	bool knew = side == RESUME_HOLDER ? p.end[RESUME_CLIENT].r.joined :
	    p.end[RESUME_HOLDER].r.heard;
	uint64_t epoch = p.end[RESUME_CLIENT].r.epoch;
	struct resume *client = &p.end[RESUME_CLIENT].r;

	rebuilt++;
	pair_cut(&p, now);
	if (pair_restart(&p, side, ring, LIMIT, now) == -1)
		abort();
	if (side == RESUME_CLIENT && below(2) == 0)
		client->epoch = epoch;
	p.end[side].given = p.end[side].taken = 0;
	pair_dial(&p, "");
	pair_settle(&p, now);
	must(!knew || (client->over && (client->end == RESUME_NO_SESSION ||
	    client->end == RESUME_REPLACED || client->end == RESUME_MISSING)),
	    "an end that was rebuilt from nothing is refused");
	must(!knew || p.end[side].taken == 0,
	    "an end that was rebuilt from nothing gets no byte");
	must(!p.end[0].wrong && !p.end[1].wrong,
	    "no wrong byte arrives after an end was rebuilt");
	begin();
}

/* Both local sides end: all that was given has arrived. */
static void
finish(void)
{
	int i, steps;

	for (i = 0; i < 2; i++)
		pair_give_eof(&p, i, now);
	for (steps = 0; steps < 100000 && (!p.end[0].r.over ||
	    !p.end[1].r.over); steps++) {
		step(false);
		if (below(300) == 0)
			cut();
		if (p.end[0].r.over)
			break;
	}
	must(p.end[0].r.over, "a session that came to its end is over");
	must(p.end[0].r.end == RESUME_DONE ||
	    p.end[0].r.end == RESUME_NO_SESSION, "it ends as it should");
	for (i = 0; i < 2; i++) {
		must(p.end[!i].taken == p.end[i].given,
		    "all bytes have arrived at the end");
		bytes += p.end[i].given;
		retransmitted += (unsigned long long)p.end[i].r.retransmitted;
	}
	begin();
}

int
main(int argc, char **argv)
{
	char text[200];
	long wanted = argc > 2 ? atol(argv[2]) : CUTS;

	seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 15;
	printf("# seed %llu\n", (unsigned long long)seed);
	p.greeting = (struct resume_greeting){ .min = 1, .max = 1 };
	begin();
	while (cuts < wanted && bad == NULL) {
		long steps = (long)below(60);

		while (steps-- > 0)
			step(true);
		cut();
		if (below(50) == 0)
			rebuild();
		else if (below(30) == 0)
			finish();
	}
	snprintf(text, sizeof text, "%ld cuts, %ld sessions, %ld ends rebuilt, "
	    "%llu bytes, %llu retransmitted", cuts, sessions, rebuilt, bytes,
	    retransmitted);
	ok(bad == NULL, "over transports that are cut at any byte, each byte "
	    "arrives once, in order", bad != NULL ? bad : text);
	resume_free(&p.end[0].r);
	resume_free(&p.end[1].r);
	return tap_end();
}
