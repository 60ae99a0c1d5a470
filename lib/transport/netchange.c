/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "transport/netchange.h"

enum {
	GONE = 3000,		/* an address that is away so long, ms */
	SETTLE = 500,		/* changes come in several steps, ms */
	/*
	 * Every 250 ms a probe; a peer answers such at most twice a second
	 * (tcp_invalid_ratelimit).  At 30 % loss each way all of URGENT is
	 * lost once in 2000 times.
	 */
	GAP = 250,
	URGENT = 3750,		/* to answer them, ms */
	RETURN = 10000,		/* a network comes back in pieces, ms */
	STUCK = 2,		/* limits, with nothing let out */
	NEED = 4,		/* probes, or retransmits, unanswered */
	LOOK = 1000		/* between looks when time is up, ms */
};

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void
place_start(struct place *p, int64_t patience, bool waits,
    const struct place_sample *sample)
{
	*p = (struct place){
		.patience = patience, .waits = waits, .was = *sample,
		.had = sample->here, .routed = sample->chosen != PLACE_NOWHERE,
		.carried = sample->here && sample->carrier,
		.led = sample->chosen,
		.gone = SPAN_NEVER, .since = SPAN_NEVER,
		.timer = SPAN_NEVER,
	};
}

/* When an address that is gone has been gone for long enough. */
static int64_t
place_gone_due(const struct place *p)
{
	if (p->gone == SPAN_NEVER || (p->offline && p->waits))
		return SPAN_NEVER;
	return p->gone + (!p->offline && p->was.chosen == PLACE_OTHER ?
	    SETTLE : GONE);
}

static void
place_due(struct place *p, int64_t probe)
{
	p->timer = least(place_gone_due(p), probe);
}

static enum place_order
place_probe(struct place *p, int64_t now, enum place_why why)
{
	p->why = why;
	p->since = now;
	p->resent = -1;
	p->probes = 1;
	place_due(p, now + GAP);
	return PLACE_PROBE;
}

/* The network went away. */
static enum place_order
place_cut(struct place *p)
{
	bool probed = p->since != SPAN_NEVER;

	p->since = SPAN_NEVER;
	p->why = PLACE_WELL;
	place_due(p, SPAN_NEVER);
	return p->waits ? PLACE_HOLD : probed ? PLACE_CALM : PLACE_NOTHING;
}

static bool
place_offline(const struct place *p, const struct place_sample *s)
{
	return (p->routed && s->chosen == PLACE_NOWHERE) ||
	    (p->carried && s->here && !s->carrier);
}

enum place_order
place_changed(struct place *p, int64_t now, const struct place_sample *s)
{
	bool offline = place_offline(p, s), was = p->offline;
	bool moved = p->led == PLACE_SAME && s->chosen == PLACE_OTHER;

	if (!p->had || s->here)
		p->gone = SPAN_NEVER;
	else if (p->gone == SPAN_NEVER)
		p->gone = now;
	p->offline = offline;
	p->was = *s;
	if (s->chosen != PLACE_NOWHERE)
		p->led = s->chosen;
	if (offline && !was)
		return place_cut(p);
	if (!offline && was)
		return place_probe(p, now, PLACE_RETURNED);
	if (!offline && moved)
		return place_probe(p, now, PLACE_MOVED);
	place_due(p, p->since == SPAN_NEVER ? SPAN_NEVER :
	    least(p->timer, now + GAP));
	return PLACE_NOTHING;
}

enum place_order
place_slept(struct place *p, int64_t now)
{
	return p->offline ? PLACE_NOTHING : place_probe(p, now, PLACE_SLEPT);
}

/* How long the peer may take to answer. */
static int64_t
place_limit(const struct place *p, const struct place_signs *s)
{
	int64_t limit = least(p->patience,
	    p->why == PLACE_RETURNED ? RETURN : URGENT);

	return limit < 2 * s->rtt ? 2 * s->rtt : limit;
}

static enum place_order
place_calm(struct place *p)
{
	p->since = SPAN_NEVER;
	p->why = PLACE_WELL;
	place_due(p, SPAN_NEVER);
	return PLACE_CALM;
}

static enum place_order
place_ask(struct place *p, int64_t now, const struct place_signs *s)
{
	int64_t spent = now - p->since, limit = place_limit(p, s);
	int64_t tried = p->probes;

	/* What came just behind the change may have been on its way. */
	if (now - s->heard >= p->since + SETTLE)
		return place_calm(p);
	if (p->resent == -1)
		p->resent = s->resent;
	/* A gateway that is not there holds up all; so does a full queue. */
	if (s->busy)
		tried = spent < STUCK * limit ? s->resent - p->resent :
		    s->unanswered;
	if (spent >= limit && tried >= NEED)
		return PLACE_DEAD;
	/* A kernel that repeats too rarely: others have the patience. */
	if (spent >= limit && spent >= p->patience)
		return place_calm(p);
	p->probes++;
	place_due(p, now + (spent < STUCK * limit ? GAP : LOOK));
	return PLACE_PROBE;
}

enum place_order
place_look(struct place *p, int64_t now, const struct place_signs *s)
{
	if (now >= place_gone_due(p)) {
		p->why = PLACE_GONE;
		return PLACE_DEAD;
	}
	if (p->since != SPAN_NEVER)
		return place_ask(p, now, s);
	place_due(p, SPAN_NEVER);
	return PLACE_NOTHING;
}

void
place_forgive(struct place *p, int64_t now)
{
	if (p->gone != SPAN_NEVER)
		p->gone = now;
	if (p->since != SPAN_NEVER)
		(void)place_probe(p, now, p->why);
	else
		place_due(p, SPAN_NEVER);
}
