/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "transport/sampling.h"

enum {
	PERIOD_LEAST = 2000,	/* limits of a period, ms */
	PERIOD_MOST = 30000,
	PAUSE = 20,		/* first pause before SSH, ms; doubles */
	LINE = 255,		/* the longest first line of ssh, bytes */
	DELAY = 2500,		/* from a question to the look, ms */
	RARELY = 600000		/* limit between two looks, ms */
};

static int64_t
clamp(int64_t n, int64_t least, int64_t most)
{
	return n < least ? least : n > most ? most : n;
}

void
sampling_start(struct sampling *s, int64_t silence_limit, int64_t now)
{
	*s = (struct sampling){ .period = clamp(silence_limit / 2, PERIOD_LEAST,
	    PERIOD_MOST) };
	s->timer = now + s->period;
}

int64_t
sampling_due(const struct sampling *s, int64_t now, bool watched)
{
	int64_t look = watched ? SPAN_NEVER : s->timer;

	if (s->came && !s->begun && now + s->pause < look)
		return now + s->pause;
	return look;
}

/* --- the begin of SSH --- */

bool
sampling_first(struct sampling *s, const struct sampling_counters *c,
    bool input)
{
	if (s->came || !(input || c->received > 0))
		return false;
	s->came = true;
	s->pause = PAUSE;
	return true;
}

bool
sampling_begun(struct sampling *s, const struct sampling_counters *c,
    enum handshake_state state)
{
	if (c == NULL)
		return s->came = s->begun = true;
	if (s->pause < PERIOD_MOST)
		s->pause *= 2;
	s->begun = s->came && state != HANDSHAKE_NOT_SSH &&
	    (state >= HANDSHAKE_SSH || !c->counted ||
	    c->acked + (uint64_t)c->pending > LINE);
	return s->begun;
}

/* --- the looks --- */

bool
sampling_wants(struct sampling *s, int64_t now, bool watched)
{
	if (watched)
		s->timer = now + s->period;
	return now >= s->timer;
}

/* Time of the next look, ms.  interval: between ssh's questions, ms; or 0. */
static int64_t
sampling_next(const struct sampling *s, const struct sampling_counters *c,
    int64_t interval, int64_t now)
{
	int64_t age = c->received_ago;

	if (interval > 0)
		return now - age + (age / interval + 1) * interval + DELAY;
	if (age > c->sent_ago)
		age = c->sent_ago;
	return now + clamp(age, s->period, RARELY);
}

/* Gives f the bytes of both directions since the last look. */
static void
sampling_traffic(struct sampling *s, int64_t now,
    const struct sampling_counters *c, struct frozen *f)
{
	uint64_t up = c->acked - s->acked, down = c->received - s->received;
	int64_t sent = now - c->sent_ago, came = now - c->received_ago;
	bool answered = came >= sent;

	s->acked = c->acked;
	s->received = c->received;
	if (!c->counted)
		return;
	if (came < f->received_at)
		came = f->received_at;
	if (down > 0 && !answered)
		frozen_down(f, came, (size_t)down);
	if (up > 0)
		frozen_up(f, sent, (size_t)up);
	if (down > 0 && answered)
		frozen_down(f, came, (size_t)down);
}

bool
sampling_look(struct sampling *s, int64_t now,
    const struct sampling_counters *c, struct frozen *f)
{
	if (c == NULL) {
		s->timer = SPAN_NEVER;
		return false;
	}
	sampling_traffic(s, now, c, f);
	s->timer = sampling_next(s, c, f->interval, now);
	return c->pending > 0;
}
