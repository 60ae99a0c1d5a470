/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "supervise/loss_pattern.h"
#include "supervise/session.h"

enum {
	LOOKED_AT = 20,		/* drops */
	LEAST = 3,		/* drops of a kind */
	QUIET = 30000,		/* no path has a shorter idle limit, ms */
	AT_ONCE = 5000,		/* lost right after the login: up at most, ms */
	OLD = 60000,		/* lost at an age: up at least, ms */
	NEAR = 10,		/* spans a tenth apart count as equal */
	MINUTES = 10 * 60000,	/* times of day so far apart are equal, ms */
	DAY = 86400000
};

/* True if at least four of five drops agree. */
static bool
enough(int hits, int of)
{
	return hits >= LEAST && 5 * hits >= 4 * of;
}

static int
by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* How many of the n spans are near their median, which becomes *value. */
static int
cluster(int64_t *span, int n, int64_t *value)
{
	int i, hits = 0;

	if (n == 0)
		return 0;
	qsort(span, (size_t)n, sizeof *span, by_size);
	*value = span[n / 2];
	for (i = 0; i < n; i++)
		hits += llabs(span[i] - *value) <= *value / NEAR;
	return hits;
}

/* A firewall or NAT drops connections after the same silence each time. */
static struct loss_pattern
loss_pattern_idle(const struct history *h)
{
	struct loss_pattern p = { LOSS_PATTERN_NONE, 0, 0, 0 };
	const struct history_drop *d;
	enum cause_class class;
	int64_t span[LOOKED_AT];
	int i, n = 0;

	for (i = 0; i < LOOKED_AT; i++) {
		if ((d = history_drop(h, (size_t)i)) == NULL)
			break;
		class = cause_table[d->cause].class;
		if (class != CLASS_DEAD && class != CLASS_CLOSED)
			continue;
		p.of++;
		if (d->quiet >= QUIET)
			span[n++] = d->quiet;
	}
	p.hits = cluster(span, n, &p.value);
	if (enough(p.hits, p.of))
		p.kind = LOSS_PATTERN_IDLE;
	return p;
}

static struct loss_pattern
loss_pattern_spans(const struct history *h, enum loss_pattern_kind kind)
{
	struct loss_pattern p = { LOSS_PATTERN_NONE, 0, 0, 0 };
	const struct history_drop *d;
	int64_t span[LOOKED_AT];
	int n = 0, young = 0;

	for (; p.of < LOOKED_AT; p.of++) {
		if ((d = history_drop(h, (size_t)p.of)) == NULL)
			break;
		young += d->lasted <= AT_ONCE;
		if (d->lasted >= OLD)
			span[n++] = d->lasted;
	}
	p.hits = kind == LOSS_PATTERN_LOGIN ? young : cluster(span, n,
	    &p.value);
	if (enough(p.hits, p.of))
		p.kind = kind;
	return p;
}

/* The distance of two times of day, ms. */
static int64_t
apart(int64_t a, int64_t b)
{
	int64_t d = llabs(a % DAY - b % DAY);

	return d < DAY / 2 ? d : DAY - d;
}

/* On how many days there were drops at d's time of day, back to *first. */
static int
days(const struct history *h, const struct history_drop *d, int64_t *first)
{
	const struct history_drop *e;
	int64_t day, last = -1;
	int n = 0;
	size_t i;

	for (i = 0; (e = history_drop(h, i)) != NULL; i++) {
		if (apart(e->clock, d->clock) > MINUTES)
			continue;
		/* A window around midnight counts as one day. */
		day = (e->clock - d->clock % DAY + DAY / 2) / DAY;
		n += day != last;
		last = *first = day;
	}
	return n;
}

static struct loss_pattern
loss_pattern_clock(const struct history *h)
{
	struct loss_pattern p = { LOSS_PATTERN_NONE, 0, 0, 0 };
	const struct history_drop *d;
	int64_t first = 0, last;
	int i, n;

	for (i = 0; i < LOOKED_AT; i++) {
		if ((d = history_drop(h, (size_t)i)) == NULL)
			break;
		n = days(h, d, &first);
		last = (d->clock - d->clock % DAY + DAY / 2) / DAY;
		if (n <= p.hits)
			continue;
		p.hits = n;
		p.of = (int)(last - first + 1);
		p.value = d->clock % DAY;
	}
	if (enough(p.hits, p.of))
		p.kind = LOSS_PATTERN_CLOCK;
	return p;
}

struct loss_pattern
loss_pattern_find(const struct history *h)
{
	struct loss_pattern p = loss_pattern_spans(h, LOSS_PATTERN_LOGIN);

	if (p.kind == LOSS_PATTERN_NONE)
		p = loss_pattern_idle(h);
	if (p.kind == LOSS_PATTERN_NONE)
		p = loss_pattern_clock(h);
	if (p.kind == LOSS_PATTERN_NONE)
		p = loss_pattern_spans(h, LOSS_PATTERN_AGE);
	return p;
}

/* --- in words --- */

/* A round number of seconds, at most half of what the path allows. */
static int64_t
interval(int64_t silence)
{
	static const int64_t round[] = { 600, 300, 240, 180, 120, 90, 60, 45,
	    30, 20, 15 };
	size_t i;

	for (i = 0; i < sizeof round / sizeof *round - 1; i++)
		if (round[i] * 2000 <= silence)
			break;
	return round[i];
}

static void
cure(const struct loss_pattern *p, const struct history_event *about,
    const char *home, char *out, size_t size)
{
	const char *at = about->alive_at;
	long long seconds = (long long)interval(p->value);
	size_t n = home == NULL ? 0 : strlen(home);
	bool tilde = n > 1 && strncmp(at, home, n) == 0 && at[n] == '/';

	if (*at == '\0')
		snprintf(out, size, "ServerAliveInterval %lld would prevent "
		    "this.", seconds);
	else
		snprintf(out, size, "You set ServerAliveInterval %lld (%s%s); "
		    "%lld would prevent this.", (long long)about->alive,
		    tilde ? "~" : "", tilde ? at + n : at, seconds);
}

char *
loss_pattern_text(const struct loss_pattern *p, const struct history *h,
    const char *home, char out[LOSS_PATTERN_TEXT])
{
	char does[400], span[SPAN_TEXT];
	int minute = (int)(p->value / 60000);

	out[0] = '\0';
	switch (p->kind) {
	case LOSS_PATTERN_NONE:
		break;
	case LOSS_PATTERN_IDLE:
		cure(p, &h->about, home, does, sizeof does);
		snprintf(out, LOSS_PATTERN_TEXT,
		    "%d of %d losses came after %llds without traffic: "
		    "the path drops idle connections.\n%s", p->hits, p->of,
		    (long long)(p->value + 500) / 1000, does);
		break;
	case LOSS_PATTERN_LOGIN:
		snprintf(out, LOSS_PATTERN_TEXT,
		    "%d of %d losses came right after the login: "
		    "the server ends the session.\nThe server's log has the "
		    "reason: a shell that exits, or a limit on sessions?",
		    p->hits, p->of);
		break;
	case LOSS_PATTERN_CLOCK:
		snprintf(out, LOSS_PATTERN_TEXT, "losses on %d of %d days at "
		    "about %02d:%02d.\nWhat happens at that time: a daily "
		    "reconnect of the Internet line, a backup, a restart?",
		    p->hits, p->of, minute / 60, minute % 60);
		break;
	case LOSS_PATTERN_AGE:
		snprintf(out, LOSS_PATTERN_TEXT,
		    "%d of %d losses came after %s up.\n"
		    "What ends connections of that age: a firewall, "
		    "a proxy, a limit on the server?", p->hits, p->of,
		    span_text(p->value, span));
	}
	return out;
}
