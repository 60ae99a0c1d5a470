/* SPDX-License-Identifier: ISC */
#include <stdio.h>

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
	RETURN = 10000,		/* a network comes back in steps, ms */
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
netchange_start(struct netchange *p, int64_t silence_limit, bool waits,
    const struct netchange_sample *sample)
{
	*p = (struct netchange){
		.silence_limit = silence_limit, .waits = waits, .last = *sample,
		.had_address = sample->present, .had_route = sample->chosen !=
		    NETCHANGE_NOWHERE,
		.had_carrier = sample->present && sample->carrier,
		.last_route = sample->chosen,
		.gone_since = SPAN_NEVER, .since = SPAN_NEVER,
		.timer = SPAN_NEVER,
	};
}

/* The time when our address has been gone for long enough, ms. */
static int64_t
netchange_gone_due(const struct netchange *p)
{
	if (p->gone_since == SPAN_NEVER || (p->offline && p->waits))
		return SPAN_NEVER;
	return p->gone_since + (!p->offline &&
	    p->last.chosen == NETCHANGE_OTHER ? SETTLE : GONE);
}

static void
netchange_due(struct netchange *p, int64_t probe)
{
	p->timer = least(netchange_gone_due(p), probe);
}

static enum netchange_order
netchange_probe(struct netchange *p, int64_t now, enum cause why)
{
	p->why = why;
	p->since = now;
	p->resent = -1;
	p->probes = 1;
	netchange_due(p, now + GAP);
	return NETCHANGE_PROBE;
}

/* The network went away. */
static enum netchange_order
netchange_cut(struct netchange *p)
{
	bool probed = p->since != SPAN_NEVER;

	p->since = SPAN_NEVER;
	p->why = CAUSE_UNKNOWN;
	netchange_due(p, SPAN_NEVER);
	return p->waits ? NETCHANGE_HOLD : probed ? NETCHANGE_CALM :
	    NETCHANGE_NOTHING;
}

static bool
netchange_offline(const struct netchange *p, const struct netchange_sample *s)
{
	return (p->had_route && s->chosen == NETCHANGE_NOWHERE) ||
	    (p->had_carrier && s->present && !s->carrier);
}

enum netchange_order
netchange_changed(struct netchange *p, int64_t now,
    const struct netchange_sample *s)
{
	bool offline = netchange_offline(p, s), was = p->offline;
	bool moved = p->last_route == NETCHANGE_SAME &&
	    s->chosen == NETCHANGE_OTHER;

	if (!p->had_address || s->present)
		p->gone_since = SPAN_NEVER;
	else if (p->gone_since == SPAN_NEVER)
		p->gone_since = now;
	p->offline = offline;
	p->last = *s;
	if (s->chosen != NETCHANGE_NOWHERE)
		p->last_route = s->chosen;
	if (offline && !was)
		return netchange_cut(p);
	if (!offline && was)
		return netchange_probe(p, now, CAUSE_PATH_RETURNED);
	if (!offline && moved)
		return netchange_probe(p, now, CAUSE_ROUTE_MOVED);
	netchange_due(p, p->since == SPAN_NEVER ? SPAN_NEVER :
	    least(p->timer, now + GAP));
	return NETCHANGE_NOTHING;
}

enum netchange_order
netchange_slept(struct netchange *p, int64_t now, int64_t asleep)
{
	p->asleep = asleep;
	return p->offline ? NETCHANGE_NOTHING : netchange_probe(p, now,
	    CAUSE_RESUMED);
}

/* How long the peer may take to answer, ms. */
static int64_t
netchange_limit(const struct netchange *p, const struct netchange_signs *s)
{
	int64_t limit = least(p->silence_limit,
	    p->why == CAUSE_PATH_RETURNED ? RETURN : URGENT);

	return limit < 2 * s->rtt ? 2 * s->rtt : limit;
}

static enum netchange_order
netchange_calm(struct netchange *p)
{
	p->since = SPAN_NEVER;
	p->why = CAUSE_UNKNOWN;
	netchange_due(p, SPAN_NEVER);
	return NETCHANGE_CALM;
}

static enum netchange_order
netchange_ask(struct netchange *p, int64_t now, const struct netchange_signs *s)
{
	int64_t spent = now - p->since, limit = netchange_limit(p, s);
	int64_t tried = p->probes;

	/* Segments just after the change may come from before it. */
	if (now - s->received_ago >= p->since + SETTLE)
		return netchange_calm(p);
	if (p->resent == -1)
		p->resent = s->resent;
	/* An absent gateway holds up all segments; so does a full queue. */
	if (s->busy)
		tried = spent < STUCK * limit ? s->resent - p->resent :
		    s->unanswered;
	if (spent >= limit && tried >= NEED)
		return NETCHANGE_DEAD;
	/* The kernel repeats too rarely: stall decides with its limit. */
	if (spent >= limit && spent >= p->silence_limit)
		return netchange_calm(p);
	p->probes++;
	netchange_due(p, now + (spent < STUCK * limit ? GAP : LOOK));
	return NETCHANGE_PROBE;
}

enum netchange_order
netchange_look(struct netchange *p, int64_t now,
    const struct netchange_signs *s)
{
	p->busy = s->busy;
	p->unanswered = s->busy ? s->unanswered : p->probes;
	if (now >= netchange_gone_due(p)) {
		p->why = CAUSE_ADDRESS_GONE;
		return NETCHANGE_DEAD;
	}
	if (p->since != SPAN_NEVER)
		return netchange_ask(p, now, s);
	netchange_due(p, SPAN_NEVER);
	return NETCHANGE_NOTHING;
}

void
netchange_forgive(struct netchange *p, int64_t now)
{
	if (p->gone_since != SPAN_NEVER)
		p->gone_since = now;
	if (p->since != SPAN_NEVER)
		(void)netchange_probe(p, now, p->why);
	else
		netchange_due(p, SPAN_NEVER);
}

bool
netchange_excused(struct netchange *p, int64_t now, bool stopped)
{
	if (stopped)
		netchange_forgive(p, now);
	return stopped;
}

static void
netchange_gone(const char *span, const char *mine, const char *chosen,
    struct verdict *v)
{
	if (chosen != NULL)
		snprintf(v->text, sizeof v->text, "address gone: no interface "
		    "has %s, the route to the server is from %s now", mine,
		    chosen);
	else
		snprintf(v->text, sizeof v->text, "address gone: no interface "
		    "has had %s for %s", mine, span);
}

void
netchange_verdict(const struct netchange *p, int64_t now, const char *mine,
    const char *chosen, struct verdict *v)
{
	char asked[80], asleep[SPAN_TEXT], span[SPAN_TEXT];

	*v = (struct verdict){ .cause = p->why, .silence = now -
	    (p->why == CAUSE_ADDRESS_GONE ? p->gone_since : p->since) };
	span_text(v->silence, span);
	snprintf(asked, sizeof asked, "%d %s unanswered for %s", p->unanswered,
	    p->busy ? "retransmits" : "probes", span);
	if (p->why == CAUSE_ADDRESS_GONE)
		netchange_gone(span, mine, chosen, v);
	else if (p->why == CAUSE_ROUTE_MOVED)
		snprintf(v->text, sizeof v->text, "route moved: the route to "
		    "the server is from %s now, not %s; %s", chosen, mine,
		    asked);
	else if (p->why == CAUSE_RESUMED)
		snprintf(v->text, sizeof v->text, "resumed after %s asleep: %s",
		    span_text(p->asleep, asleep), asked);
	else
		snprintf(v->text, sizeof v->text, "the network is back: %s",
		    asked);
}
