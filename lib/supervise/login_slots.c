/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "supervise/login_slots.h"

enum {
	FIRST = 8,		/* slots */
	MORE = 1000,		/* without a drop, before window grows, ms */
	AGAIN = 4,		/* times the logins, to grow up to the limit */
	FORGET = 60000,		/* an unused record is forgotten after, ms */
	AT_ONCE = 1000,		/* a dial that fails sooner did not wait, ms */
	PAUSE = 500,		/* between dials while out of reach, ms */
	WAIT_MOST = 300000	/* in the queue, ms */
};

void
login_slots_write(const struct login_slots *s, char out[LOGIN_SLOTS_TEXT])
{
	snprintf(out, LOGIN_SLOTS_TEXT, "%" PRId64 " %" PRId64 " %" PRId64
	    " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 "\n",
	    s->window, s->since, s->done, s->drop, s->limit, s->used, s->away,
	    s->taken);
}

/* False for a time after now: it is of another boot, or nonsense. */
static bool
is_past(int64_t t, int64_t now)
{
	return t >= 0 && t <= now;
}

/* Reads n numbers; false if one is missing. */
static bool
numbers_read(const char *text, int64_t *const *to, size_t n)
{
	char *end;
	size_t i;

	for (i = 0; i < n; i++, text = end) {
		*to[i] = strtoll(text, &end, 10);
		if (end == text)
			return false;
	}
	return true;
}

void
login_slots_read(struct login_slots *s, const char *text, int64_t now)
{
	int64_t *const to[] = { &s->window, &s->since, &s->done, &s->drop,
	    &s->limit, &s->used, &s->away, &s->taken };

	if (numbers_read(text, to, sizeof to / sizeof *to) &&
	    s->window >= 1 && s->window <= LOGIN_SLOTS_MOST &&
	    s->done >= 0 && s->done < INT32_MAX && s->limit >= 0 &&
	    is_past(s->since, now) && is_past(s->used, now) &&
	    is_past(s->away, now) && is_past(s->drop, now) &&
	    is_past(s->taken, INT32_MAX))
		return;
	*s = (struct login_slots){ 0 };
}

static bool
is_fresh(const struct login_slots *s, int64_t now)
{
	return s->window == 0 || now - s->used >= FORGET;
}

int
login_slots_open(const struct login_slots *s, int64_t now)
{
	if (is_fresh(s, now))
		return FIRST;
	return s->away != 0 ? now - s->away >= PAUSE : (int)s->window;
}

static void
window_set(struct login_slots *s, int64_t n, int64_t now)
{
	s->window = n < 1 ? 1 : n > LOGIN_SLOTS_MOST ? LOGIN_SLOTS_MOST : n;
	s->since = now;
	s->done = 0;
}

void
login_slots_take(struct login_slots *s, int64_t now)
{
	if (is_fresh(s, now)) {
		window_set(s, FIRST, now);
		s->away = s->limit = 0;
	}
	s->used = now;
	s->taken++;
}

void
login_slots_answered(struct login_slots *s, int64_t now)
{
	int64_t enough = s->window + 1 >= s->limit && s->limit != 0 ?
	    AGAIN * s->window : s->window;

	if (s->away != 0 && s->window > FIRST)
		window_set(s, FIRST, now);
	s->away = 0;
	if (++s->done >= enough && now - s->since >= MORE)
		window_set(s, s->window + 1, now);
}

void
login_slots_dropped(struct login_slots *s, int64_t began, int64_t now)
{
	s->away = 0;
	/* Dials from before the last drop met the same full server. */
	if (s->limit != 0 && began <= s->drop)
		return;
	s->drop = now;
	s->limit = s->window;
	window_set(s, s->window / 2, now);
}

void
login_slots_failed(struct login_slots *s, int64_t began, int64_t now)
{
	if (now - began < AT_ONCE)
		s->away = now;
}

enum login_outcome
login_slots_outcome(enum session_reach reach, enum cause cause)
{
	enum cause_class class = cause_table[cause].class;

	if (reach >= REACH_BANNER)
		return LOGIN_ANSWERED;
	if (class == CLASS_CLOSED)
		return LOGIN_DROPPED;
	return class == CLASS_REFUSED || class == CLASS_UNANSWERED ?
	    LOGIN_FAILED : LOGIN_OTHER;
}

void
login_slots_ended(struct login_slots *s, enum login_outcome o, int64_t began,
    int64_t now)
{
	switch (o) {
	case LOGIN_ANSWERED:
		login_slots_answered(s, now);
		break;
	case LOGIN_DROPPED:
		login_slots_dropped(s, began, now);
		break;
	case LOGIN_FAILED:
		login_slots_failed(s, began, now);
		break;
	case LOGIN_OTHER:
		break;
	}
}

bool
login_slots_give_up(bool moved, int64_t ms)
{
	return !moved || ms >= WAIT_MOST;
}
