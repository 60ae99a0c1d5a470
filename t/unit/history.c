/* SPDX-License-Identifier: ISC */
/*
 * history FILE...: replays stories of what is read from a history.
 *
 *	only PID			hear that supervisor alone
 *	DAY HH:MM:SS key=value ...	an event; local time is UTC here
 *	raw TEXT			a line that is none
 *	every N DAYS HOURS ...		the next two lines N times, so far apart
 *	= drops N [DAY]			all, or since that day
 *	= pattern TEXT			"|" for a new line; "-" for none
 *	= bar DAY HH:MM:SS HOURS N [gone] SLOTS
 *					up to then: 0-9 share up, "-" off, "?"
 *	= drop I key value		of the I-th from the end
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../lib/tap.h"
#include "supervise/history.h"
#include "supervise/loss_pattern.h"
#include "supervise/session.h"

enum { DAY = 86400000 };

/* 2026-01-01, so that no time is zero. */
#define EPOCH 1767225600000LL

/* Every word of its table is read back. */
static void
test_words(void)
{
	struct history_event h, past;
	char out[HISTORY_LINE], name[40];
	int i;

	for (i = 1; i <= HISTORY_END; i++) {
		h = (struct history_event){ .kind = i, .time = 1, .phase =
		    i <= REACH_READY ? i : 0 };
		snprintf(name, sizeof name, "number %d", i);
		ok(history_read(&past, out, history_write(&h, out)) == 0 &&
		    past.kind == i && past.phase == h.phase,
		    "an event of the history is read back", name);
	}
}

/* The figures of the path reach the drop; the lines of older versions too. */
static void
test_path(void)
{
	static const char older[] = "time=5 event=lost pid=1 why=gone";
	struct history_event e = { .kind = HISTORY_LOST, .time = 9, .pid = 1,
	    .path = { .known = 1, .rtt = 7, .segments = 3 } }, back;
	struct history *h = calloc(1, sizeof *h);
	char out[HISTORY_LINE];

	if (h == NULL)
		return;
	ok(history_read(&back, older, sizeof older - 1) == 0 &&
	    !back.path.known, "a line of an older version has no path", NULL);
	if (history_read(&back, out, history_write(&e, out)) == 0)
		history_add(h, &back, 0);
	ok(history_drop(h, 0) != NULL && history_drop(h, 0)->path.rtt == 7 &&
	    history_drop(h, 0)->path.segments == 3,
	    "a loss keeps the figures of its path", NULL);
	free(h);
}

struct story {
	struct history h;
	int times;		/* of the next lines */
	int64_t apart;
};

static int64_t
point(const char *day, const char *clock)
{
	int h = 0, m = 0, s = 0;

	(void)sscanf(clock, "%d:%d:%d", &h, &m, &s);
	return EPOCH + atoll(day) * DAY + ((h * 60 + m) * 60 + s) * 1000LL;
}

static bool
event(struct story *t, int64_t time, const char *rest)
{
	struct history_event e;
	char line[HISTORY_LINE];
	int n = snprintf(line, sizeof line, "time=%lld %s", (long long)time,
	    rest);

	if (history_read(&e, line, (size_t)n) == -1)
		return false;
	history_add(&t->h, &e, 0);
	return true;
}

static bool
holds_bar(const struct story *t, const char *rest)
{
	char day[16], clock[16], gone[16], want[80], got[65];
	int slot[64], hours, n, i, words_ = sscanf(rest, "%15s %15s %d %d "
	    "%15s %79s", day, clock, &hours, &n, gone, want);
	int64_t to = point(day, clock);

	history_bar(&t->h, to - hours * 3600000LL, to, words_ == 5, slot, n);
	for (i = 0; i < n; i++)
		got[i] = slot[i] == -1 ? '-' : slot[i] == -2 ? '?' :
		    (char)('0' + slot[i] * 9 / 100);
	got[n] = '\0';
	if (strcmp(got, words_ == 5 ? gone : want) == 0)
		return true;
	printf("# bar %s\n", got);
	return false;
}

static bool
holds_pattern(const struct story *t, const char *want)
{
	struct loss_pattern p = loss_pattern_find(&t->h);
	char text[LOSS_PATTERN_TEXT], *c;

	loss_pattern_text(&p, &t->h, "/home/me", text);
	for (c = text; *c != '\0'; c++)
		if (*c == '\n')
			*c = '|';
	if (strcmp(*text == '\0' ? "-" : text, want) == 0)
		return true;
	printf("# pattern %s\n", text);
	return false;
}

static bool
holds_drop(const struct story *t, const char *rest)
{
	char key[16], want[200];
	const struct history_drop *d;
	int i = 0;

	if (sscanf(rest, "%*s %d %15s %199[^\n]", &i, key, want) != 3)
		return false;
	d = rest[0] == 'a' ? history_asked(&t->h, (size_t)i) :
	    history_drop(&t->h, (size_t)i);
	if (d == NULL)
		return false;
	return strcmp(key, "why") == 0 ? strcmp(d->why, want) == 0 :
	    strcmp(key, "then") == 0 ? strcmp(d->then, want) == 0 :
	    strcmp(key, "outage") == 0 ? d->outage == atoll(want) :
	    strcmp(key, "open") == 0 && (d->back == 0) == atoi(want);
}

static bool
holds(const struct story *t, const char *rest)
{
	int n = 0, day = -1;

	if (sscanf(rest, "drops %d %d", &n, &day) >= 1)
		return (day < 0 ? t->h.drops : history_since(&t->h, EPOCH +
		    (int64_t)day * DAY)) == (size_t)n;
	if (strncmp(rest, "pattern ", 8) == 0)
		return holds_pattern(t, rest + 8);
	if (strncmp(rest, "bar ", 4) == 0)
		return holds_bar(t, rest + 4);
	return (strncmp(rest, "drop ", 5) == 0 ||
	    strncmp(rest, "asked ", 6) == 0) && holds_drop(t, rest);
}

static bool
line(struct story *t, const char *text, const char *next)
{
	struct history_event e;
	char day[16], clock[16];
	int from = 0, days, hours, i;
	const char *both[2] = { text, next };

	if (strncmp(text, "= ", 2) == 0)
		return holds(t, text + 2);
	if (sscanf(text, "only %d", &i) == 1) {
		t->h.only = i;
		return true;
	}
	if (strncmp(text, "raw ", 4) == 0)
		return history_read(&e, text + 4, strlen(text + 4)) == -1;
	if (sscanf(text, "every %d %d %d", &t->times, &days, &hours) == 3) {
		t->apart = days * (int64_t)DAY + hours * 3600000LL;
		return true;
	}
	for (i = 0; i < (t->times > 0 ? 2 * t->times : 1); i++) {
		if (sscanf(both[i % 2], "%15s %15s %n", day, clock,
		    &from) < 2 || !event(t, point(day, clock) +
		    i / 2 * t->apart, both[i % 2] + from))
			return false;
	}
	return true;
}

static bool
replay(const char *path, char *title, size_t size)
{
	static char text[100][512];
	static struct story t;
	FILE *f = fopen(path, "r");
	int n = 0, i;

	t = (struct story){ .times = 0 };
	for (; f != NULL && n < 99 && fgets(text[n], sizeof *text, f); n++)
		text[n][strcspn(text[n], "\n")] = '\0';
	if (f != NULL)
		fclose(f);
	text[n][0] = '\0';
	snprintf(title, size, "%.199s", text[0] + 2);
	for (i = 1; i < n; i++) {
		if (text[i][0] == '#' || text[i][0] == '\0')
			continue;
		if (!line(&t, text[i], text[i + 1])) {
			printf("# %s:%d: %s\n", path, i + 1, text[i]);
			return false;
		}
		if (t.times > 0 && strncmp(text[i], "every", 5) != 0) {
			t.times = 0;
			i++;
		}
	}
	return n > 0;
}

int
main(int argc, char **argv)
{
	char title[200];
	int i;

	test_words();
	test_path();
	for (i = 1; i < argc; i++) {
		bool good = replay(argv[i], title, sizeof title);

		ok(good, "history", title);
	}
	return tap_end();
}
