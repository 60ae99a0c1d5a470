/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/span.h"
#include "transport/stall.h"

enum {
	LOOK = 1000,		/* between two looks while bytes are out, ms */
	UNKNOWN = -1000000,	/* what was resent before the first look */
	UNSEEN = 5 * LOOK,	/* after a longer gap the machine slept, ms */
	NEED = 10,		/* at 30 % loss each way 1 run of 10 in 800 */
	NEED_UNCAPPED = 7,	/* 1 in 110; the eighth would take 51 s */
	NEED_LEAST = 3,
	SLACK = 2,		/* of them may have found a busy processor */
	STUCK = 3,		/* limits of silence, with nothing let out */
	RTO_LEAST = 200,	/* the first retransmit comes no sooner, ms */
	RTO_CAP_LEAST = 1000,	/* what TCP_RTO_MAX_MS accepts, ms */
	RTO_CAP_MOST = 120000,
	EASED = 10		/* the cap without looks, in usual caps */
};

static int64_t
clamp(int64_t n, int64_t least, int64_t most)
{
	return n < least ? least : n > most ? most : n;
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void
stall_start(struct stall *s, int64_t silence_limit, bool capped)
{
	int need = capped ? NEED : NEED_UNCAPPED;

	*s = (struct stall){
		.silence_limit = silence_limit,
		.need = (int)clamp(silence_limit / 1000, NEED_LEAST, need),
		.since = SPAN_NEVER,
		.timer = SPAN_NEVER,
	};
}

void
stall_sent(struct stall *s, int64_t now)
{
	if (s->since == SPAN_NEVER)
		stall_forgive(s, now);
}

void
stall_found(struct stall *s, int64_t now, int unanswered, int cap)
{
	int64_t rto = RTO_LEAST, spent = 0;

	if (s->since != SPAN_NEVER)
		return;
	for (; unanswered > 0 && spent < s->silence_limit; unanswered--) {
		spent += rto;
		rto = least(2 * rto, cap > 0 ? cap : RTO_CAP_MOST);
	}
	stall_forgive(s, now);
	s->since = now - spent;
	s->timer = now;
}

void
stall_forgive(struct stall *s, int64_t now)
{
	s->since = s->seen = now;
	s->resent = UNKNOWN;
	s->timer = now + LOOK;
}

/* Moves the start of silence past gaps in the samples and past any sign. */
static void
stall_judge(struct stall *s, int64_t now, const struct stall_sample *sample)
{
	int64_t gap = now - s->seen, heard = now - sample->received_ago;

	if (gap > UNSEEN)
		s->since += gap - LOOK;
	if (heard > s->since || s->resent == UNKNOWN)
		s->resent = sample->resent - sample->unanswered;
	if (heard > s->since)
		s->since = heard;
	if (s->since > now)
		s->since = now;
	s->seen = now;
}

/* True if enough was repeated in vain; what the queue held back counts late. */
static bool
stall_tried(const struct stall *s, int64_t silence,
    const struct stall_sample *sample)
{
	return sample->unanswered >= s->need &&
	    (sample->resent - s->resent >= s->need - SLACK ||
	    silence >= STUCK * s->silence_limit);
}

static bool
stall_dead(const struct stall *s, int64_t now,
    const struct stall_sample *sample, struct verdict *v)
{
	char span[SPAN_TEXT];

	*v = (struct verdict){ .cause = CAUSE_PATH_BUSY,
	    .silence = now - s->since };
	snprintf(v->text, sizeof v->text, "path dead, busy: %d retransmits "
	    "unanswered, no ack for %s, %lld bytes waiting",
	    sample->unanswered, span_text(v->silence, span),
	    (long long)sample->pending);
	return true;
}

bool
stall_look(struct stall *s, int64_t now, const struct stall_sample *sample,
    struct verdict *v)
{
	int64_t ends, enough = s->silence_limit;

	if (sample->pending <= 0) {
		s->since = s->timer = SPAN_NEVER;
		return false;
	}
	stall_sent(s, now);
	stall_judge(s, now, sample);
	if (enough < 2 * sample->rtt)
		enough = least(2 * sample->rtt, STUCK * s->silence_limit);
	ends = s->since + enough;
	s->timer = ends > now ? least(now + LOOK, ends) : now + LOOK;
	return now >= ends && stall_tried(s, now - s->since, sample) &&
	    stall_dead(s, now, sample, v);
}

bool
stall_excused(struct stall *s, int64_t now, bool stopped)
{
	if (stopped)
		stall_forgive(s, now);
	return stopped;
}

bool
stall_failed(const struct stall *s, int64_t now, int error, const char *text,
    const struct stall_keepalive *k, struct verdict *v)
{
	char span[SPAN_TEXT];

	if (error != ETIMEDOUT && error != EHOSTUNREACH && error != ENETUNREACH)
		return false;
	if (s->since == SPAN_NEVER) {
		*v = (struct verdict){ .cause = CAUSE_PATH_IDLE,
		    .silence = 1000LL * (k->idle + k->interval * k->count) };
		snprintf(v->text, sizeof v->text, "path dead, idle: %d "
		    "keepalives unanswered", k->count);
	} else {
		*v = (struct verdict){ .cause = CAUSE_PATH_GIVEN_UP,
		    .silence = now - s->since };
		snprintf(v->text, sizeof v->text, "path dead, busy: the "
		    "kernel gave up (%s), no ack for %s", text,
		    span_text(v->silence, span));
	}
	return true;
}

bool
stall_reset(const struct stall_keepalive *k, int64_t received_ago)
{
	return received_ago < 1000 * (int64_t)(k->idle +
	    k->interval * (k->count - 1));
}

struct stall_keepalive
stall_keepalive(int64_t silence_limit)
{
	int seconds = (int)clamp(silence_limit / 1000, 1, 32767);
	struct stall_keepalive k;

	k.idle = (int)least(seconds, 15);
	k.interval = (int)clamp(seconds / 15, 1, 3600);
	k.count = (int)clamp((seconds + 4) / k.interval, NEED_LEAST, 127);
	return k;
}

struct stall_keepalive
stall_keepalive_first(int64_t silence_limit, bool far)
{
	static const struct stall_keepalive often = { 1, 1, 5 };

	return far ? stall_keepalive(silence_limit) : often;
}

int
stall_rto_cap(int64_t silence_limit, int64_t rtt)
{
	int64_t cap = silence_limit / 10;

	if (cap < rtt)
		cap = rtt;
	return (int)clamp(cap, RTO_CAP_LEAST, RTO_CAP_MOST);
}

int
stall_rto_cap_next(int present, int64_t silence_limit, int64_t rtt)
{
	int cap = stall_rto_cap(silence_limit, rtt);

	return abs(cap - present) > present / 4 ? cap : present;
}

int
stall_rto_cap_urgent(int64_t rtt)
{
	return stall_rto_cap(0, rtt);
}

int
stall_rto_cap_eased(int64_t silence_limit)
{
	return stall_rto_cap(EASED * silence_limit, 0);
}
