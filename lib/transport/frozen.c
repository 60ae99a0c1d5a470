/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "base/span.h"
#include "transport/frozen.h"

enum {
	EARLY = 1100,		/* ssh counts in whole seconds, ms */
	LATE = 1500,		/* ssh may be late by as much, ms */
	QUIET = 900,		/* the least interval, a second, ms */
	DELIVERED = 1000,	/* a question should be by then, ms */
	ASKS = 2,
	LEARNED = 2,		/* questions alike */
	BULK = 4096,		/* more at once is no request, bytes */
	OLD = 120000		/* no login takes longer, ms */
};

/*
 * Sizes of question and answer on the wire: 4 bytes of length, 1 of padding
 * length, 27 or 1 of payload, 4 or more of padding up to the block, the MAC.
 */
static const struct pair { size_t ask, answer; } pairs[] = {
	{ 52, 28 },		/* chacha20-poly1305 */
	{ 52, 36 },		/* AES-GCM; AES, umac-128-etm */
	{ 44, 28 },		/* AES, umac-64-etm */
	{ 56, 40 },		/* AES, hmac-sha1-etm */
	{ 68, 52 },		/* AES, hmac-sha2-256-etm */
	{ 100, 84 },		/* AES, hmac-sha2-512-etm */
	{ 56, 24 },		/* AES, umac-64 */
	{ 64, 32 },		/* AES, umac-128 */
	{ 68, 36 },		/* AES, hmac-sha1 */
	{ 80, 48 },		/* AES, hmac-sha2-256 */
	{ 112, 80 },		/* AES, hmac-sha2-512 */
};

void
frozen_start(struct frozen *f, int64_t silence_limit, int64_t interval,
    bool far, int64_t now)
{
	*f = (struct frozen){ .silence_limit = silence_limit,
		.interval = interval,
		.far = far,
		.configured = interval > 0, .began = now, .sent_clear = now,
		.bulk_clear = now };
	frozen_forgive(f, now);
}

void
frozen_forgive(struct frozen *f, int64_t now)
{
	f->received_at = now;
	f->question_at = f->timer = SPAN_NEVER;
	f->undelivered = false;
	f->unanswered = f->bursts = 0;
}

void
frozen_login(struct frozen *f)
{
	f->logged_in = true;
}

/* True if the bytes that go up now are a question. */
static bool
frozen_question(const struct frozen *f, int64_t now, size_t n)
{
	int64_t last = f->question_at == SPAN_NEVER ? f->received_at :
	    f->question_at;
	int64_t spent = now - last;

	if (f->interval == 0 || spent < f->interval - EARLY)
		return false;
	if (f->configured)
		return true;
	return n == f->size && spent <= f->interval + LATE;
}

/* n more bytes go up; a slow line passes a kilobyte a second. */
static void
frozen_behind(struct frozen *f, int64_t now, size_t n)
{
	if (f->sent_clear < now)
		f->sent_clear = now;
	f->sent_clear += (int64_t)n;
	if (n > BULK)
		f->bulk_clear = f->sent_clear;
}

void
frozen_up(struct frozen *f, int64_t now, size_t n)
{
	frozen_behind(f, now, n);
	f->bursts++;
	f->burst = n;
	f->burst_at = now;
	if (!frozen_question(f, now, n))
		return;
	f->question_at = now;
	f->question_clear = f->sent_clear;
	f->undelivered = true;
	f->timer = now + DELIVERED;
}

static bool
paired(size_t ask, size_t answer)
{
	size_t i;

	for (i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i].ask == ask && pairs[i].answer == answer)
			return true;
	return false;
}

/* Learns size and interval, if this was a question and its answer. */
static void
frozen_learn(struct frozen *f, size_t n)
{
	int64_t interval = f->burst_at - f->received_at;

	if (f->bursts != 1 || interval < QUIET || !paired(f->burst, n))
		return;
	f->answered = true;
	f->sent_clear = f->bulk_clear = f->received_at;
	if (f->burst != f->like_size ||
	    llabs(interval - f->like_interval) > EARLY)
		f->alike = 0;
	f->alike++;
	f->like_size = f->burst;
	if (f->alike == 1 || interval > f->like_interval)
		f->like_interval = interval;
	if (f->alike < LEARNED)
		return;
	f->size = f->like_size;
	if (!f->configured)
		f->interval = f->like_interval;
}

void
frozen_down(struct frozen *f, int64_t now, size_t n)
{
	frozen_learn(f, n);
	/* Requests have come through if their answers do. */
	if (now >= f->bulk_clear)
		f->sent_clear -= (int64_t)n;
	if (f->logged_in || (f->configured && f->question_at != SPAN_NEVER))
		f->answered = true;
	frozen_forgive(f, now);
}

/* The time when the silence is long enough, ms. */
static int64_t
frozen_due(const struct frozen *f)
{
	int64_t enough = f->interval * 12 / 5, due, rest;

	if (enough < f->silence_limit)
		enough = f->silence_limit;
	due = f->received_at + enough;
	rest = f->delivered_at + f->interval * 2 / 5;
	if (due < rest)
		due = rest;
	if (!f->answered && due < f->began + OLD)
		due = f->began + OLD;
	return due;
}

/* True if the server has sent something since the first question. */
static bool
frozen_speaks(struct frozen *f, uint32_t segments)
{
	uint32_t before = f->segments;

	f->segments = segments;
	return f->unanswered > 0 && segments != before;
}

static bool
frozen_dead(const struct frozen *f, int64_t now, struct verdict *v)
{
	char span[SPAN_TEXT];

	*v = (struct verdict){ .cause = CAUSE_PEER_FROZEN,
	    .silence = now - f->received_at };
	snprintf(v->text, sizeof v->text, "%s %d keepalives of ssh unanswered, "
	    "nothing received for %s", f->unseen ?
	    "path dead or peer frozen (behind a proxy or a command):" :
	    "peer frozen: its kernel acknowledges,", f->unanswered,
	    span_text(v->silence, span));
	return true;
}

bool
frozen_look(struct frozen *f, int64_t now, int64_t pending, uint32_t segments,
    struct verdict *v)
{
	/* A proxy acknowledges bytes that the server has not received yet. */
	f->unseen = pending == -1 || (pending == 0 && f->far);
	if (f->unseen)
		pending = -1;
	if (frozen_speaks(f, segments)) {
		frozen_forgive(f, now);
		return false;
	}
	if (pending > 0) {
		f->unanswered = 0;
		f->timer = f->undelivered ? now + DELIVERED : SPAN_NEVER;
		return false;
	}
	/* Bytes sent after the question do not delay it. */
	if (pending == -1 && now < f->question_clear) {
		f->timer = f->question_clear;
		return false;
	}
	if (f->undelivered) {
		f->undelivered = false;
		f->unanswered++;
		f->delivered_at = pending == -1 &&
		    f->question_clear > f->question_at ?
		    f->question_clear : f->question_at;
	}
	f->timer = f->unanswered < ASKS ? SPAN_NEVER : frozen_due(f);
	if (now < f->timer)
		return false;
	f->timer = now + f->interval;
	return frozen_dead(f, now, v);
}

bool
frozen_excused(struct frozen *f, int64_t now, bool stopped, bool gap)
{
	if (!stopped && !gap)
		return false;
	frozen_forgive(f, now);
	return true;
}
