/* SPDX-License-Identifier: ISC */
/*
 * past FILE...: lines of key=value by tables, and stories for what is read
 * from a history.  TAP.
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

#include "base/pairs.h"
#include "proto/control.h"
#include "proto/event.h"
#include "supervise/end_reason.h"
#include "supervise/history.h"
#include "supervise/loss_pattern.h"

enum { DAY = 86400000 };

/* 2026-01-01, so that no time is zero. */
#define EPOCH 1767225600000LL

static int tests, bad;

static void
ok(bool good, const char *name, const char *detail)
{
	bad += !good;
	printf("%sok %d - %s: %s\n", good ? "" : "not ", ++tests, name,
	    detail);
}

/* --- lines --- */

static const char *const words[] = { "none", "one", NULL, "three" };

struct thing {
	char text[8];
	int64_t number;
	int word;
};

static const struct pairs_field table[] = {
	PAIR_TEXT(thing, "text", text),
	PAIR_NUMBER(thing, "number", number),
	PAIR_WORD(thing, "word", word, words),
};

static void
test_write(void)
{
	static const struct { struct thing t; const char *line; } row[] = {
		{ { "", 0, 0 }, "" },
		{ { "a", 1, 1 }, "text=a number=1 word=one" },
		{ { "a b", -1, 3 }, "text=\"a b\" number=-1 word=three" },
		{ { "\"\\", 0, 2 }, "text=\"\\\"\\\\\"" },
		{ { "\n\033\377", 0, 9 }, "text=\"\\x0a\\x1b\\xff\"" },
		{ { "=", 0, -1 }, "text==" },
	};
	struct thing back;
	char out[200];
	size_t i, n;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		n = pairs_write(table, PAIRS(table), &row[i].t, out,
		    sizeof out);
		ok(strcmp(out, row[i].line) == 0 && n == strlen(out),
		    "pairs_write", out);
		back = (struct thing){ .word = 0 };
		ok(pairs_read(table, PAIRS(table), &back, out, n) == 0 &&
		    strcmp(back.text, row[i].t.text) == 0 &&
		    back.number == row[i].t.number, "and back", out);
	}
	n = pairs_write(table, PAIRS(table), &(struct thing){ "a", 1234567,
	    1 }, out, 20);
	ok(strcmp(out, "text=a word=one") == 0, "no room for one", out);
}

static void
test_read(void)
{
	static const struct { const char *line, *text; } row[] = {
		{ "text=a", "a" }, { "text=1234567890", "1234567" },
		{ "x=1 text=a y=\"z z\"", "a" }, { "text=a text=b", "b" },
		{ "text=\"a\\x41\"", "aA" }, { "  text=a", NULL },
		{ "text", NULL }, { "text=\"a", NULL },
		{ "text=\"a\"b", NULL }, { "text=\"\\q\"", NULL },
		{ "text=\"\\x0\"", NULL }, { "text=\"\\x00\"", NULL },
		{ "text=a\n", NULL }, { "a b=c", NULL },
	};
	struct thing t;
	size_t i;
	int r;

	for (i = 0; i < sizeof row / sizeof *row; i++) {
		t = (struct thing){ .word = 0 };
		r = pairs_read(table, PAIRS(table), &t, row[i].line,
		    strlen(row[i].line));
		ok(row[i].text == NULL ? r == -1 : r == 0 &&
		    strcmp(t.text, row[i].text) == 0, "pairs_read",
		    row[i].line);
	}
}

/* What another process says may be anything. */
static void
test_strange(void)
{
	static const char *const odd[] = {
		"state=up id=a pid=1 age=9223372036854775807",
		"state=up id=a pid=1 age=-1", "state=up id=a pid=4294967297",
		"state=up id=a pid=-1", "state=up id=a pid=1 ssh=-9",
		"state=up id=a pid=1 next=99999999999999999999999",
		"state=up id=../a pid=1", "state=up id=a/b pid=1",
		"state=up id=\"a\\x0ab\" pid=1", "state=up pid=1", "id=a pid=1",
	};
	struct control_status s;
	struct control_entry e;
	size_t i;

	for (i = 0; i < sizeof odd / sizeof *odd; i++)
		ok(control_told(&s, odd[i], strlen(odd[i])) == -1,
		    "an answer that no supervisor gives is not believed",
		    odd[i]);
	ok(control_entered(&e, "pid=-1 socket=/a", 16) == -1 &&
	    control_entered(&e, "socket=/a", 9) == -1,
	    "an entry that no supervisor makes is not believed", "pid");
}

static void
test_control(void)
{
	struct control_status s = { .state = CONTROL_WAITING, .pid = 7,
	    .id = "a-7",
	    .kind = CONTROL_TUNNEL, .name = "a b", .next = 100 }, back;
	char out[CONTROL_SIZE];
	size_t n, i;

	n = control_ask(CONTROL_RESTART, out);
	ok(control_asked(out, n) == CONTROL_RESTART, "control_ask", out);
	ok(control_asked("request=dance", 13) == CONTROL_UNKNOWN,
	    "control_asked", "an unknown request");
	ok(control_asked("\0\0", 2) == CONTROL_UNKNOWN, "control_asked",
	    "no request");
	n = control_tell(&s, out);
	ok(control_told(&back, out, n) == 0 && back.pid == 7 &&
	    back.state == CONTROL_WAITING && strcmp(back.name, "a b") == 0,
	    "control_tell", out);
	test_strange();
	for (i = 0; i < sizeof s.forwards - 1; i++)
		s.forwards[i] = s.to[i % 200] = '\001';
	n = control_tell(&s, out);
	ok(n < CONTROL_SIZE && control_told(&back, out, n) == 0 &&
	    back.pid == 7, "control_tell", "more than there is room for");
}

/* --- causes --- */

/* Every cause of a session's end is read back from a history, and has words. */
static void
test_session_causes(void)
{
	struct history_event e, back;
	char line[HISTORY_LINE], name[40];
	int cause;

	for (cause = CAUSE_UNKNOWN; cause < CAUSES; cause++) {
		e = (struct history_event){ .kind = HISTORY_LOST, .time = 1,
		    .cause = cause };
		snprintf(name, sizeof name, "cause %d", cause);
		ok(history_read(&back, line, history_write(&e, line)) == 0 &&
		    strcmp(cause_table[back.cause].name,
		    cause_table[cause].name) == 0 &&
		    cause_table[back.cause].class == cause_table[cause].class &&
		    *cause_table[cause].words != '\0',
		    "a session's cause is kept in the history, and has words",
		    name);
	}
}

/* The same of what a guard reports, and of why that ended a session. */
static void
test_event_causes(void)
{
	struct event e, back;
	struct end_reason r;
	char packet[EVENT_SIZE], name[40];
	enum cause said;
	int cause;

	for (cause = CAUSE_UNKNOWN; cause < CAUSES; cause++) {
		e = (struct event){ .kind = EVENT_VERDICT, .text = "why",
		    .cause = (enum cause)cause };
		snprintf(name, sizeof name, "cause %d", cause);
		end_reason_begin(&r);
		said = event_decode(&back, packet, event_encode(&e,
		    packet)) == -1 ? CAUSE_UNKNOWN : end_reason_event(&r,
		    &back);
		ok(cause_table[back.cause].class == cause_table[cause].class &&
		    said != CAUSE_UNKNOWN,
		    "a guard's cause arrives, and is a session's", name);
	}
	ok(event_decode(&back, "event=verdict silent=9223372036854775807 "
	    "quiet=-1", 49) == 0 && back.silent == 0 && back.quiet == 0,
	    "a guard's number that no clock gives is not believed", "silent");
}

/* Every word of a table is its own, and is read back. */
static void
test_words(void)
{
	struct history_event h, past;
	struct control_status s, told;
	struct event e, heard;
	char out[CONTROL_SIZE], name[40];
	int i;

	for (i = 1; i <= HISTORY_END; i++) {
		h = (struct history_event){ .kind = i, .time = 1, .phase =
		    i <= REACH_READY ? i : 0 };
		snprintf(name, sizeof name, "number %d", i);
		ok(history_read(&past, out, history_write(&h, out)) == 0 &&
		    past.kind == i && past.phase == h.phase,
		    "an event of the history is read back", name);
	}
	for (i = 1; i <= EVENT_COUNTERS; i++) {
		e = (struct event){ .kind = (enum event_kind)i };
		snprintf(name, sizeof name, "number %d", i);
		ok(event_decode(&heard, out, event_encode(&e, out)) == 0 &&
		    (int)heard.kind == i, "an event of a guard arrives", name);
	}
	for (i = 1; i <= CONTROL_OVER; i++) {
		s = (struct control_status){ .state = i, .pid = 1, .id = "a",
		    .kind = CONTROL_TUNNEL };
		snprintf(name, sizeof name, "number %d", i);
		ok(control_told(&told, out, control_tell(&s, out)) == 0 &&
		    told.state == i, "a state is told", name);
	}
	for (i = 1; i <= CONTROL_STOP; i++) {
		snprintf(name, sizeof name, "number %d", i);
		ok((int)control_asked(out, control_ask(
		    (enum control_request)i, out)) == i,
		    "a request is understood", name);
	}
}

/* --- stories --- */

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

	if (sscanf(rest, "%d %15s %199[^\n]", &i, key, want) != 3 ||
	    (d = history_drop(&t->h, (size_t)i)) == NULL)
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
	return strncmp(rest, "drop ", 5) == 0 && holds_drop(t, rest + 5);
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

	test_write();
	test_read();
	test_control();
	test_session_causes();
	test_event_causes();
	test_words();
	for (i = 1; i < argc; i++) {
		bool good = replay(argv[i], title, sizeof title);

		ok(good, "history", title);
	}
	printf("1..%d\n", tests);
	return bad != 0;
}
