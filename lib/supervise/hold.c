/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "supervise/hold.h"

enum {
	BURST = 32,		/* clients passed on within BURST_SPAN: ssh has
				   a backlog of 128 */
	BURST_SPAN = 5,		/* ms */
	PAUSE = 10		/* after ssh had no room, ms */
};

static int64_t
hold_least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

struct hold_limits
hold_limits(int64_t descriptors, int64_t ssh)
{
	int64_t n = descriptors - HOLD_SPARE;
	struct hold_limits l;

	if (n < 4 || ssh <= HOLD_SPARE_SSH)
		return (struct hold_limits){ 1, 1 };
	l.connected = hold_least(hold_least(n / 4, ssh - HOLD_SPARE_SSH),
	    HOLD_MOST_CONNECTED);
	l.held = hold_least(n - 2 * l.connected, HOLD_MOST_HELD);
	return l;
}

/* --- lists --- */

static void
hold_append(struct hold *h, struct hold_list *l, uint32_t i)
{
	h->client[i].next = HOLD_NONE;
	h->client[i].prev = l->last;
	if (l->last == HOLD_NONE)
		l->first = i;
	else
		h->client[l->last].next = i;
	l->last = i;
}

static void
hold_remove(struct hold *h, struct hold_list *l, uint32_t i)
{
	const struct hold_client *c = &h->client[i];

	if (c->prev == HOLD_NONE)
		l->first = c->next;
	else
		h->client[c->prev].next = c->next;
	if (c->next == HOLD_NONE)
		l->last = c->prev;
	else
		h->client[c->next].prev = c->prev;
}

void
hold_start(struct hold *h, struct hold_client *client,
    struct hold_forward *forward, size_t n, struct hold_limits limits,
    int64_t span)
{
	const struct hold_list empty = { HOLD_NONE, HOLD_NONE };
	uint32_t i;

	*h = (struct hold){ .client = client, .forward = forward,
	    .forwards = (uint32_t)n, .unused = empty, .connecteds = empty,
	    .room = (uint32_t)(limits.held + limits.connected),
	    .most_held = limits.held, .most_connected = limits.connected,
	    .span = span, .timer = SPAN_NEVER };
	for (i = 0; i < n; i++)
		hold_renew(h, i);
	for (i = 0; i < h->room; i++) {
		client[i] = (struct hold_client){ .state = HOLD_FREE };
		hold_append(h, &h->unused, i);
	}
}

/* --- the list of forwards changes --- */

void
hold_move(struct hold *h, struct hold_forward *forward, size_t n)
{
	h->forward = forward;
	while (h->forwards < n)
		hold_renew(h, h->forwards++);
}

void
hold_renew(struct hold *h, size_t f)
{
	h->forward[f] = (struct hold_forward){
		.waiting = { HOLD_NONE, HOLD_NONE } };
}

void
hold_removed(struct hold *h, size_t f)
{
	uint32_t i;

	h->forward[f].up = false;
	for (i = h->forward[f].waiting.first; i != HOLD_NONE;
	    i = h->client[i].next)
		h->client[i].expires = 0;
	h->timer = 0;
}

void
hold_span(struct hold *h, int64_t span)
{
	uint32_t i;

	for (i = 0; i < h->room; i++)
		h->client[i].expires += span - h->span;
	h->span = span;
	h->timer = 0;
}

/* --- clients --- */

bool
hold_room(const struct hold *h)
{
	return h->held < h->most_held;
}

static void
hold_lower(struct hold *h, int64_t t)
{
	if (t < h->timer)
		h->timer = t;
}

uint32_t
hold_accepted(struct hold *h, size_t f, int64_t now)
{
	uint32_t i = h->unused.first;

	hold_remove(h, &h->unused, i);
	h->client[i].state = HOLD_WAITING;
	h->client[i].forward = (uint32_t)f;
	h->client[i].expires = now + h->span;
	hold_append(h, &h->forward[f].waiting, i);
	h->forward[f].held++;
	h->forward[f].clients++;
	h->held++;
	hold_lower(h, now);
	return i;
}

void
hold_up(struct hold *h, size_t f, bool up)
{
	if (up && !h->forward[f].up)
		h->timer = 0;
	h->forward[f].up = up;
}

/* Takes client i out of the list of its state. */
static void
hold_take(struct hold *h, uint32_t i)
{
	struct hold_forward *f = &h->forward[h->client[i].forward];

	if (h->client[i].state == HOLD_WAITING) {
		hold_remove(h, &f->waiting, i);
		f->held--;
		h->held--;
	} else {
		hold_remove(h, &h->connecteds, i);
		f->connected--;
		h->connected--;
	}
}

static void
hold_free(struct hold *h, uint32_t i)
{
	hold_take(h, i);
	h->client[i].state = HOLD_FREE;
	hold_append(h, &h->unused, i);
	h->timer = 0;
}

void
hold_passed(struct hold *h, uint32_t i, int64_t now)
{
	hold_take(h, i);
	h->client[i].state = HOLD_CONNECTED;
	hold_append(h, &h->connecteds, i);
	h->forward[h->client[i].forward].connected++;
	h->connected++;
	if (now - h->burst_from >= BURST_SPAN) {
		h->burst_from = now;
		h->burst = 0;
	}
	h->burst++;
}

void
hold_busy(struct hold *h, uint32_t i, int64_t now)
{
	h->forward[h->client[i].forward].pause = now + PAUSE;
}

void
hold_ended(struct hold *h, uint32_t i)
{
	if (h->client[i].state == HOLD_WAITING)
		h->forward[h->client[i].forward].left++;
	hold_free(h, i);
}

void
hold_lost(struct hold *h)
{
	uint32_t f;

	for (f = 0; f < h->forwards; f++)
		h->forward[f].up = false;
	h->resets = h->connected > 0;
	h->timer = 0;
}

/* --- orders --- */

/* Resets a client that was connected to the lost ssh. */
static struct hold_order
hold_reset_lost(struct hold *h)
{
	uint32_t i = h->connecteds.first;

	h->forward[h->client[i].forward].lost++;
	hold_free(h, i);
	h->resets = h->connected > 0;
	return (struct hold_order){ HOLD_RESET, i };
}

/* Resets a client that has waited too long. */
static struct hold_order
hold_reset_expired(struct hold *h, int64_t now)
{
	struct hold_forward *f;
	uint32_t i;

	for (f = h->forward; f != h->forward + h->forwards; f++) {
		if ((i = f->waiting.first) == HOLD_NONE)
			continue;
		if (h->client[i].expires <= now) {
			f->expired++;
			hold_free(h, i);
			return (struct hold_order){ HOLD_RESET, i };
		}
		hold_lower(h, h->client[i].expires);
	}
	return (struct hold_order){ HOLD_NOTHING, 0 };
}

/* True if a client of the forward may be passed on now. */
static bool
hold_may_pass(struct hold *h, const struct hold_forward *f, int64_t now)
{
	if (!f->up || f->waiting.first == HOLD_NONE)
		return false;
	if (now < f->pause)
		hold_lower(h, f->pause);
	return now >= f->pause;
}

/* Passes clients on in turn: one of each forward. */
static struct hold_order
hold_pass(struct hold *h, int64_t now)
{
	bool full = now - h->burst_from < BURST_SPAN && h->burst >= BURST;
	const struct hold_forward *f;
	uint32_t n;

	for (n = 0; n < h->forwards && h->connected < h->most_connected; n++) {
		f = &h->forward[h->turn];
		if (hold_may_pass(h, f, now)) {
			if (full)
				break;
			h->turn = (h->turn + 1) % h->forwards;
			return (struct hold_order){ HOLD_CONNECT,
			    f->waiting.first };
		}
		h->turn = (h->turn + 1) % h->forwards;
	}
	if (full)
		hold_lower(h, h->burst_from + BURST_SPAN);
	return (struct hold_order){ HOLD_NOTHING, 0 };
}

struct hold_order
hold_next(struct hold *h, int64_t now)
{
	struct hold_order o;

	h->timer = SPAN_NEVER;
	if (h->resets)
		return hold_reset_lost(h);
	o = hold_reset_expired(h, now);
	return o.what != HOLD_NOTHING ? o : hold_pass(h, now);
}
