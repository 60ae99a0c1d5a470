/* SPDX-License-Identifier: ISC */
#include "transport/path.h"

enum {
	SLOT = 5000,		/* length of a slot, ms */
	MINUTE = 60000		/* ms */
};

void
path_start(struct path *p, int64_t now, bool sampled)
{
	*p = (struct path){ .began = now, .sampled = sampled };
}

/* Copies the counters to the slot of now. */
static void
path_keep(struct path *p, int64_t now, int64_t rtt)
{
	unsigned i = (p->slots + PATH_SLOTS - 1) % PATH_SLOTS;

	if (p->slots == 0 || p->slot[i].at / SLOT != now / SLOT) {
		i = p->slots++ % PATH_SLOTS;
		p->slot[i].worst = 0;
	}
	p->slot[i].at = now;
	p->slot[i].counts = p->now;
	if (rtt > p->slot[i].worst)
		p->slot[i].worst = rtt;
}

void
path_bytes(struct path *p, int64_t now, uint64_t sent, uint64_t received)
{
	if (sent == p->now.sent && received == p->now.received)
		return;
	p->now.sent = sent;
	p->now.received = received;
	path_keep(p, now, 0);
}

void
path_sample(struct path *p, int64_t now, int64_t rtt, int64_t segments,
    int64_t resent)
{
	p->rtt = rtt;
	p->now.segments = segments;
	p->now.resent = resent;
	path_keep(p, now, rtt);
}

static int64_t
path_rate(uint64_t to, uint64_t from, int64_t ms)
{
	return to <= from || ms <= 0 ? 0 :
	    (int64_t)((to - from) * 1000 / (uint64_t)ms);
}

/*
 * The counters at the time at, *began ms; without a slot so old, those of the
 * oldest slot.
 */
static struct path_counts
path_at(const struct path *p, int64_t at, int64_t *began)
{
	unsigned i, k, n = p->slots < PATH_SLOTS ? p->slots : PATH_SLOTS;

	for (i = 1; i <= n; i++) {
		k = (p->slots - i) % PATH_SLOTS;
		if (p->slot[k].at > at && (i < n || p->slots <= PATH_SLOTS))
			continue;
		*began = p->slot[k].at;
		return p->slot[k].counts;
	}
	*began = p->began;
	return (struct path_counts){ 0 };
}

static int64_t
path_worst(const struct path *p, int64_t at)
{
	unsigned i, k, n = p->slots < PATH_SLOTS ? p->slots : PATH_SLOTS;
	int64_t worst = p->rtt;

	for (i = 1; i <= n; i++) {
		k = (p->slots - i) % PATH_SLOTS;
		if (p->slot[k].at > at - MINUTE && p->slot[k].at <= at &&
		    p->slot[k].worst > worst)
			worst = p->slot[k].worst;
	}
	return worst;
}

void
path_report(const struct path *p, int64_t at, struct path_figures *f)
{
	int64_t began, ends;
	struct path_counts a = path_at(p, at - MINUTE, &began);
	struct path_counts b = path_at(p, at, &ends);

	/* The relayed bytes did not change between a slot and the next. */
	if (!p->sampled && began < at - MINUTE)
		began = at - MINUTE;
	*f = (struct path_figures){
		.known = 1, .rtt = p->rtt, .worst = path_worst(p, at),
		.segments = b.segments - a.segments,
		.resent = b.resent - a.resent,
		.all_segments = p->now.segments, .all_resent = p->now.resent,
		.sent = (int64_t)p->now.sent,
		.received = (int64_t)p->now.received,
		.sent_rate = path_rate(b.sent, a.sent, at - began),
		.received_rate = path_rate(b.received, a.received,
		    at - began),
	};
}
