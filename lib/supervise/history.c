/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/pairs.h"
#include "proto/cause.h"
#include "supervise/history.h"
#include "supervise/session.h"

static const char *const kinds[] = {
	[HISTORY_OTHER] = "other", [HISTORY_ABOUT] = "about",
	[HISTORY_START] = "start", [HISTORY_UP] = "up",
	[HISTORY_LOST] = "lost", [HISTORY_WAIT] = "wait",
	[HISTORY_END] = "end",
};

static const char *const phases[] = {
	[REACH_NOTHING] = "start", [REACH_STARTED] = "dial",
	[REACH_CONNECTED] = "banner", [REACH_BANNER] = "login",
	[REACH_AUTHENTICATED] = "forwards", [REACH_READY] = "up",
};

static const struct pairs_field event[] = {
	PAIR_NUMBER(history_event, "time", time),
	PAIR_WORD(history_event, "event", kind, kinds),
	PAIR_NUMBER(history_event, "pid", pid),
	PAIR_WORD(history_event, "phase", phase, phases),
	PAIR_CAUSE(history_event, "cause", cause),
	PAIR_NUMBER(history_event, "took", took),
	PAIR_NUMBER(history_event, "outage", outage),
	PAIR_NUMBER(history_event, "tries", tries),
	PAIR_TEXT(history_event, "ports", ports),
	PAIR_NUMBER(history_event, "lasted", lasted),
	PAIR_NUMBER(history_event, "silent", silent),
	PAIR_NUMBER(history_event, "quiet", quiet),
	PAIR_NUMBER(history_event, "status", status),
	PAIR_TEXT(history_event, "why", why),
	PATH_FIGURES(history_event, path),
	PAIR_TEXT(history_event, "name", name),
	PAIR_TEXT(history_event, "to", to),
	PAIR_TEXT(history_event, "host", host),
	PAIR_NUMBER(history_event, "alive", alive),
	PAIR_TEXT(history_event, "alive-at", alive_at),
	PAIR_TEXT(history_event, "forwards", forwards),
};

/* A file may hold any numbers; sums of them must stay in bounds. */
static bool
history_sane(const struct history_event *e)
{
	const int64_t number[] = { e->time, e->pid, e->took, e->outage,
	    e->tries, e->lasted, e->silent, e->quiet, e->status, e->alive };
	size_t i;

	for (i = 0; i < PAIRS(number); i++)
		if (number[i] < 0 || number[i] > INT64_MAX / 4)
			return false;
	return e->time > 0;
}

size_t
history_write(const struct history_event *e, char out[HISTORY_LINE])
{
	return pairs_write(event, PAIRS(event), e, out, HISTORY_LINE);
}

int
history_read(struct history_event *e, const char *line, size_t n)
{
	*e = (struct history_event){ 0 };
	if (pairs_read(event, PAIRS(event), e, line, n) == -1)
		return -1;
	path_figures_limit(&e->path);
	return history_sane(e) ? 0 : -1;
}

const char *
history_phase(int phase)
{
	return phase >= 0 && (size_t)phase < PAIRS(phases) ? phases[phase] :
	    "unknown";
}

/* --- one event after the other --- */

static void
history_mark(struct history *h, int64_t time, enum history_state state)
{
	size_t last = (h->marks + HISTORY_MARKS - 1) % HISTORY_MARKS;

	/* Marks stay in order, even if the clock was set back. */
	if (h->marks > 0 && time < h->mark[last].time)
		time = h->mark[last].time;
	h->mark[h->marks % HISTORY_MARKS].time = time;
	h->mark[h->marks++ % HISTORY_MARKS].state = state;
}

static enum history_state
history_now(const struct history *h)
{
	return h->marks == 0 ? HISTORY_OFF :
	    h->mark[(h->marks - 1) % HISTORY_MARKS].state;
}

static void
history_lost(struct history_drop *d, const struct history_event *e,
    int64_t shift)
{
	*d = (struct history_drop){
		.lost = e->time, .clock = e->time + shift,
		.lasted = e->lasted, .silent = e->silent, .quiet = e->quiet,
		.pid = e->pid, .phase = e->phase, .cause = e->cause,
		.path = e->path,
	};
	snprintf(d->why, sizeof d->why, "%.199s", e->why);
}

/* Restarts and stops of the user are kept apart, because they are no drops. */
static void
history_ended(struct history *h, const struct history_event *e, int64_t shift)
{
	if (e->cause == CAUSE_ASKED || e->kind == HISTORY_END)
		history_lost(&h->asked[h->askeds++ % HISTORY_ASKED], e,
		    shift);
	else
		history_lost(&h->drop[h->drops++ % HISTORY_DROPS], e, shift);
}

/* The last drop of the supervisor pid, if it is not up again yet; or NULL. */
static struct history_drop *
history_open(struct history *h, int64_t pid)
{
	size_t i, most = h->drops < HISTORY_DROPS ? h->drops : HISTORY_DROPS;
	struct history_drop *d;

	for (i = 1; i <= most; i++) {
		d = &h->drop[(h->drops - i) % HISTORY_DROPS];
		if (d->pid == pid)
			return d->back == 0 ? d : NULL;
	}
	return NULL;
}

static void
history_up(struct history *h, const struct history_event *e)
{
	struct history_drop *d = history_open(h, e->pid);

	/* A supervisor is down for one reason at a time. */
	if (d == NULL && h->askeds > 0)
		d = &h->asked[(h->askeds - 1) % HISTORY_ASKED];
	if (d == NULL || d->pid != e->pid || d->back != 0)
		return;
	d->back = e->time;
	d->outage = e->outage;
}

static void
history_wait(struct history *h, const struct history_event *e)
{
	struct history_drop *d = history_open(h, e->pid);

	if (d != NULL)
		snprintf(d->then, sizeof d->then, "%s: %.140s",
		    history_phase(e->phase), e->why);
}

void
history_add(struct history *h, const struct history_event *e, int64_t shift)
{
	if (e->kind == HISTORY_ABOUT) {
		h->about = *e;
		return;
	}
	if (e->kind == HISTORY_OTHER || (h->only != 0 && e->pid != h->only))
		return;
	/* Another supervisor had this pid before. */
	if (h->only != 0 && e->kind == HISTORY_START)
		h->drops = h->askeds = h->marks = 0;
	if (e->kind == HISTORY_START && history_now(h) >= HISTORY_IS_DOWN)
		history_mark(h, h->last.time, HISTORY_UNKNOWN);
	history_mark(h, e->time, e->kind == HISTORY_UP ? HISTORY_IS_UP :
	    e->kind == HISTORY_END ? HISTORY_OFF : HISTORY_IS_DOWN);
	if (e->kind == HISTORY_LOST || (e->kind == HISTORY_END &&
	    strcmp(e->why, "stopped") == 0))
		history_ended(h, e, shift);
	else if (e->kind == HISTORY_UP)
		history_up(h, e);
	else if (e->kind == HISTORY_WAIT)
		history_wait(h, e);
	h->last = *e;
}

/* --- queries --- */

const struct history_drop *
history_drop(const struct history *h, size_t i)
{
	if (i >= h->drops || i >= HISTORY_DROPS)
		return NULL;
	return &h->drop[(h->drops - 1 - i) % HISTORY_DROPS];
}

const struct history_drop *
history_asked(const struct history *h, size_t i)
{
	if (i >= h->askeds || i >= HISTORY_ASKED)
		return NULL;
	return &h->asked[(h->askeds - 1 - i) % HISTORY_ASKED];
}

size_t
history_since(const struct history *h, int64_t since)
{
	const struct history_drop *d;
	size_t n = 0;

	while ((d = history_drop(h, n)) != NULL && d->lost >= since)
		n++;
	return n;
}

/* Adds a span in one state to each slot that it overlaps. */
static void
bar_span(int64_t (*held)[HISTORY_IS_UP + 1], int n, int64_t from, int64_t to,
    const int64_t span[2], enum history_state state)
{
	int64_t a, b;
	int i;

	for (i = 0; i < n; i++) {
		a = from + (to - from) * i / n;
		b = from + (to - from) * (i + 1) / n;
		a = span[0] > a ? span[0] : a;
		b = span[1] < b ? span[1] : b;
		if (b > a)
			held[i][state] += b - a;
	}
}

static int
bar_slot(const int64_t held[HISTORY_IS_UP + 1])
{
	int64_t ran = held[HISTORY_IS_UP] + held[HISTORY_IS_DOWN];

	if (held[HISTORY_UNKNOWN] > ran &&
	    held[HISTORY_UNKNOWN] > held[HISTORY_OFF])
		return -2;
	if (ran == 0 || held[HISTORY_OFF] > ran)
		return -1;
	return (int)(100 * held[HISTORY_IS_UP] / ran);
}

void
history_bar(const struct history *h, int64_t from, int64_t to, bool running,
    int *slot, int n)
{
	enum { MOST = 64 };
	int64_t held[MOST][HISTORY_IS_UP + 1] = { { 0 } }, span[2];
	size_t i = h->marks < HISTORY_MARKS ? 0 : h->marks - HISTORY_MARKS;
	enum history_state state = HISTORY_OFF;
	int k;

	n = n < MOST ? n : MOST;
	span[0] = INT64_MIN / 4;
	for (; i < h->marks; i++) {
		span[1] = h->mark[i % HISTORY_MARKS].time;
		bar_span(held, n, from, to, span, state);
		span[0] = span[1];
		state = h->mark[i % HISTORY_MARKS].state;
	}
	span[1] = to;
	if (!running && state >= HISTORY_IS_DOWN)
		state = HISTORY_UNKNOWN;
	bar_span(held, n, from, to, span, state);
	for (k = 0; k < n; k++)
		slot[k] = bar_slot(held[k]);
}
