/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/forwards.h"

enum {
	SOONEST = 250,		/* from a refusal to the next request, ms */
	LATEST = 30000,
	MOMENT = 2000,		/* a server frees a port in much less, ms */
	SHARE = 4		/* else the time refused so far, by this */
};

void
forwards_start(struct forwards *f, struct forwards_one *one, size_t n)
{
	*f = (struct forwards){ .one = one, .n = n, .calling = n,
	    .timer = SPAN_NEVER };
	forwards_lost(f);
}

void
forwards_lost(struct forwards *f)
{
	struct forwards_one *o;

	for (o = f->one; o != f->one + f->n; o++) {
		o->had = o->had || o->state == FORWARDS_UP;
		o->state = FORWARDS_ASKED;
		o->due = o->refused = SPAN_NEVER;
		o->listed = true;
		o->alias = o->tell = false;
		o->port = 0;
	}
	f->calling = f->n;
	f->live = false;
	f->timer = SPAN_NEVER;
}

void
forwards_begin(struct forwards *f, bool calls)
{
	forwards_lost(f);
	f->answered = 0;
	f->edited = false;
	f->calls = calls;
}

static void
forwards_lower(struct forwards *f, int64_t t)
{
	if (t < f->timer)
		f->timer = t;
}

void
forwards_login(struct forwards *f, int64_t now, bool words)
{
	struct forwards_one *o;

	f->live = true;
	f->words = words;
	for (o = f->one; o != f->one + f->n; o++)
		if (o->state == FORWARDS_ASKED && o->remote)
			o->due = now + (words ? FORWARDS_ANSWERED :
			    FORWARDS_ASSUMED);
	f->timer = now;
}

static void
forwards_granted(struct forwards_one *o)
{
	o->tell = o->refused != SPAN_NEVER;
	o->state = FORWARDS_UP;
	o->due = SPAN_NEVER;
	o->listed = true;
}

int64_t
forwards_pace(int64_t lasted)
{
	int64_t wait = lasted / SHARE;

	return wait < SOONEST ? SOONEST : wait < LATEST ? wait : LATEST;
}

static void
forwards_refused(struct forwards *f, struct forwards_one *o, int64_t now)
{
	if (o->refused == SPAN_NEVER)
		o->refused = now;
	o->state = FORWARDS_REFUSED;
	o->due = f->calls && !o->at_start ?
	    now + forwards_pace(now - o->refused) : SPAN_NEVER;
	forwards_lower(f, o->due);
}

void
forwards_no_calls(struct forwards *f)
{
	struct forwards_one *o;

	f->calls = false;
	for (o = f->one; o != f->one + f->n; o++)
		if (o->state == FORWARDS_REFUSED)
			o->due = SPAN_NEVER;
}

void
forwards_renew(struct forwards *f, size_t i, int64_t now)
{
	if (f->one[i].state != FORWARDS_UP || !f->calls)
		return;
	forwards_refused(f, &f->one[i], now);
	f->one[i].due = now;
	forwards_lower(f, now);
}

static void
forwards_result(struct forwards *f, struct forwards_one *o, int64_t now,
    bool up)
{
	if (up)
		forwards_granted(o);
	else
		forwards_refused(f, o, now);
}

/* The remote forward of ssh's nth request, from 1; NULL if there is none. */
static struct forwards_one *
forwards_nth(const struct forwards *f, size_t nth)
{
	size_t i;

	for (i = 0; i < f->n && nth > 0 && !f->edited; i++)
		if (f->one[i].remote && --nth == 0)
			return &f->one[i];
	return NULL;
}

void
forwards_answer(struct forwards *f, int64_t now, bool granted)
{
	struct forwards_one *o = forwards_nth(f, ++f->answered);

	if (o != NULL && o->state == FORWARDS_ASKED && !(granted && o->any))
		forwards_result(f, o, now, granted);
}

void
forwards_port(struct forwards *f, int64_t now, int port)
{
	struct forwards_one *o = forwards_nth(f, f->answered);

	if (o == NULL || o->state != FORWARDS_ASKED || !o->any)
		return;
	o->port = port;
	forwards_result(f, o, now, true);
}

void
forwards_look(struct forwards *f, size_t i, int64_t now, bool up)
{
	if (f->one[i].state == FORWARDS_ASKED)
		forwards_result(f, &f->one[i], now, up);
}

/* sshp requests this forward before all others. */
static void
forwards_first_of_all(struct forwards_one *o)
{
	o->state = FORWARDS_REFUSED;
	o->due = 0;
}

void
forwards_done(struct forwards *f, int64_t now, enum forwards_result r,
    int port)
{
	struct forwards_one *o = &f->one[f->calling];

	if (f->calling == f->n)
		return;
	f->calling = f->n;
	forwards_lower(f, now);
	if (o->state == FORWARDS_CANCELLING && r != FORWARDS_UNKNOWN) {
		o->listed = false;
		forwards_first_of_all(o);
		return;
	}
	if (r == FORWARDS_NOT_LISTENING && !o->alias) {
		o->alias = true;
		forwards_first_of_all(o);
		return;
	}
	o->listed = r == FORWARDS_UNKNOWN;
	o->port = port;
	forwards_result(f, o, now, r == FORWARDS_DONE);
}

void
forwards_retry_now(struct forwards *f, int64_t now)
{
	struct forwards_one *o;

	for (o = f->one; o != f->one + f->n; o++)
		if (o->state == FORWARDS_REFUSED && o->remote && f->calls)
			o->due = now;
	forwards_lower(f, now);
}

/* --- another list --- */

static void
forwards_add(const struct forwards *f, struct forwards_one *o, int64_t now)
{
	bool asks = f->calls && !o->at_start;

	o->state = FORWARDS_REFUSED;
	o->refused = asks ? SPAN_NEVER : now;
	o->due = asks ? now : SPAN_NEVER;
	o->listed = false;
}

void
forwards_edit(struct forwards *f, struct forwards_one *one, size_t n,
    const size_t *from, int64_t now)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (from[i] < f->n)
			one[i] = f->one[from[i]];
		else
			forwards_add(f, &one[i], now);
	f->one = one;
	f->n = f->calling = n;
	f->edited = true;
	forwards_lower(f, now);
}

enum forwards_close
forwards_close(const struct forwards *f, size_t i)
{
	const struct forwards_one *o = &f->one[i];

	if (!o->listed)
		return FORWARDS_CLOSED;
	/* ssh ends if a forward is cancelled before its answer. */
	if (o->state == FORWARDS_ASKED)
		return FORWARDS_CLOSE_LATER;
	if (f->calls && !o->at_start)
		return FORWARDS_CLOSE_NOW;
	return o->state == FORWARDS_UP ? FORWARDS_CLOSE_LATER :
	    FORWARDS_CLOSED;
}

bool
forwards_decided(const struct forwards *f, size_t i, int64_t now)
{
	const struct forwards_one *o = &f->one[i];

	if (o->state == FORWARDS_UP)
		return true;
	return o->state == FORWARDS_REFUSED && (o->due == SPAN_NEVER ||
	    (o->refused != SPAN_NEVER && now >= o->refused + MOMENT));
}

/* --- calls and news --- */

static struct forwards_order
forwards_call(struct forwards *f, size_t i)
{
	struct forwards_one *o = &f->one[i];

	f->calling = i;
	o->state = o->listed ? FORWARDS_CANCELLING : FORWARDS_ASKING;
	o->due = SPAN_NEVER;
	return (struct forwards_order){ o->listed ? FORWARDS_CANCEL :
	    FORWARDS_FORWARD, i };
}

/* The index of the refused forward that is due first; n: none. */
static size_t
forwards_first(const struct forwards *f)
{
	size_t i, first = f->n;

	for (i = 0; i < f->n; i++)
		if (f->one[i].state == FORWARDS_REFUSED &&
		    f->one[i].due != SPAN_NEVER &&
		    (first == f->n || f->one[i].due < f->one[first].due))
			first = i;
	return first;
}

/* No answer came for a remote forward until it was due. */
static void
forwards_silent(const struct forwards *f, struct forwards_one *o, int64_t now)
{
	if (!f->words) {
		forwards_granted(o);
		return;
	}
	o->refused = now;
	o->due = SPAN_NEVER;
}

/* Does what needs no call.  The index of a forward to tell of, or n. */
static size_t
forwards_to_tell(struct forwards *f, int64_t now)
{
	struct forwards_one *o;

	for (o = f->one; o != f->one + f->n; o++) {
		if (o->state == FORWARDS_ASKED && now >= o->due)
			forwards_silent(f, o, now);
		else if (o->state == FORWARDS_ASKED)
			forwards_lower(f, o->due);
		if (o->tell) {
			o->tell = false;
			break;
		}
	}
	return (size_t)(o - f->one);
}

struct forwards_order
forwards_next(struct forwards *f, int64_t now)
{
	struct forwards_order nothing = { FORWARDS_NOTHING, 0 };
	size_t i;

	f->timer = SPAN_NEVER;
	if (!f->live)
		return nothing;
	if ((i = forwards_to_tell(f, now)) != f->n)
		return (struct forwards_order){ FORWARDS_TELL, i };
	if (f->calling != f->n || (i = forwards_first(f)) == f->n)
		return nothing;
	if (now >= f->one[i].due)
		return forwards_call(f, i);
	forwards_lower(f, f->one[i].due);
	return nothing;
}

bool
forwards_settled(const struct forwards *f)
{
	const struct forwards_one *o;

	for (o = f->one; o != f->one + f->n; o++)
		if (o->state != FORWARDS_UP && o->refused == SPAN_NEVER)
			return false;
	return true;
}

bool
forwards_unanswered(const struct forwards *f)
{
	const struct forwards_one *o;

	for (o = f->one; o != f->one + f->n; o++)
		if (o->state == FORWARDS_ASKED && o->refused != SPAN_NEVER)
			return true;
	return false;
}

size_t
forwards_up(const struct forwards *f)
{
	const struct forwards_one *o;
	size_t up = 0;

	for (o = f->one; o != f->one + f->n; o++)
		up += o->state == FORWARDS_UP;
	return up;
}
