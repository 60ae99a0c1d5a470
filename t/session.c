/* SPDX-License-Identifier: ISC */
/*
 * session FILE...: replays stories of a kept connection through the real
 * session machine, with the file's clock and chance.  TAP, a line a story.
 *
 *	shell | always | tries N | backoff FIRST CEILING   (else: a tunnel)
 *	chance N			in percent, from here on; 50 at first
 *	MS start | reach NAME | cause NAME | exit N | signal N | stop N |
 *	   quit | again | haste | person | need | frozen |
 *	   service			what happens
 *	MS wait				until the machine's timer, at most to MS
 *	> ORDER...			what the line before must have ordered,
 *					"-" for nothing
 *	= STATE | status N | stop N | tries N | timer MS | within MS MS
 *	repeat N			does the lines up to "end" N times;
 *	end				MS count from each time's begin
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "keep/session.h"

enum { LINES = 400, WORDS = 10 };

struct story {
	struct session s;
	bool tunnel, always, begun;
	struct backoff backoff;
	int tries;
	uint32_t chance;
	unsigned orders;
	int64_t base, now;
};

static const char *const states[] = { "new", "trying", "up", "ending",
    "waiting", "needs-you", "over" };
static const char *const reaches[] = { "nothing", "started", "connected",
    "banner", "authenticated", "ready" };
static const char *const causes[] = { "unknown", "closed", "unanswered",
    "refused", "dead", "forward", "service", "frozen", "proxy", "denied",
    "host-key",
    "wrong", "asked" };
static const char *const kinds[] = { "start", "reach", "cause", "exit",
    "stop", "quit", "again", "haste", "person", "need", "frozen", "service",
    "time" };
static const char *const orders[] = { "spawn", "term", "cont", "kill", "quit",
    "up", "lost", "wait", "end", "need" };

#define FIND(list, word) find(list, sizeof list / sizeof *list, word)

static int
find(const char *const *list, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return (int)i;
	printf("# what does %s mean\n", word);
	abort();
}

static void
step(struct story *t, enum session_kind kind, int value)
{
	struct session_event e = { kind, value };

	t->orders |= session_step(&t->s, t->now, e, t->chance);
}

static void
wait_until(struct story *t, int64_t to)
{
	while (t->s.timer <= to && t->s.timer != SPAN_NEVER) {
		t->now = t->s.timer;
		step(t, ON_TIME, 0);
	}
	t->now = to;
}

static void
happens(struct story *t, char **word)
{
	t->orders = 0;
	if (strcmp(word[1], "wait") == 0) {
		wait_until(t, t->base + atoll(word[0]));
		return;
	}
	t->now = t->base + atoll(word[0]);
	if (strcmp(word[1], "start") == 0)
		session_start(&t->s, t->tunnel, t->always, &t->backoff,
		    t->tries);
	if (strcmp(word[1], "signal") == 0)
		step(t, ON_EXIT, SESSION_SIGNAL + atoi(word[2]));
	else
		step(t, (enum session_kind)FIND(kinds, word[1]),
		    word[2] == NULL ? 0 :
		    strcmp(word[1], "reach") == 0 ? FIND(reaches, word[2]) :
		    strcmp(word[1], "cause") == 0 ? FIND(causes, word[2]) :
		    atoi(word[2]));
}

static bool
ordered(const struct story *t, char **word)
{
	unsigned wanted = 0;

	for (; *word != NULL; word++)
		if (strcmp(*word, "-") != 0)
			wanted |= 1U << FIND(orders, *word);
	return wanted == t->orders;
}

static bool
holds(const struct story *t, char **word)
{
	const struct session *s = &t->s;

	if (strcmp(word[0], "status") == 0)
		return s->status == atoi(word[1]);
	if (strcmp(word[0], "stop") == 0)
		return s->stop == atoi(word[1]);
	if (strcmp(word[0], "tries") == 0)
		return s->tries == atoi(word[1]);
	if (strcmp(word[0], "within") == 0)
		return s->timer - t->now >= atoll(word[1]) &&
		    s->timer - t->now <= atoll(word[2]);
	if (strcmp(word[0], "timer") == 0)
		return s->timer == t->base + atoll(word[1]);
	return (int)s->state == FIND(states, word[0]);
}

static bool
line(struct story *t, char **word)
{
	if (strcmp(word[0], ">") == 0)
		return ordered(t, word + 1);
	if (strcmp(word[0], "=") == 0)
		return holds(t, word + 1);
	if (strcmp(word[0], "shell") == 0)
		t->tunnel = false;
	else if (strcmp(word[0], "always") == 0)
		t->always = true;
	else if (strcmp(word[0], "tries") == 0)
		t->tries = atoi(word[1]);
	else if (strcmp(word[0], "backoff") == 0)
		t->backoff = (struct backoff){ atoll(word[1]),
		    atoll(word[2]) };
	else if (strcmp(word[0], "chance") == 0)
		t->chance = (uint32_t)(atof(word[1]) / 100 * 4294967295.0);
	else
		happens(t, word);
	return true;
}

static bool
one(struct story *t, const char *path, int number, const char *text)
{
	char copy[256], *word[WORDS] = { NULL };
	int n;

	snprintf(copy, sizeof copy, "%s", text);
	for (n = 0; n < WORDS - 1 &&
	    (word[n] = strtok(n ? NULL : copy, " \t\n")) != NULL; n++)
		;
	if (n == 0 || word[0][0] == '#' || line(t, word))
		return true;
	printf("# %s:%d: %s# state %s, orders %x, timer %lld, now %lld, "
	    "status %d\n", path, number, text, states[t->s.state], t->orders,
	    (long long)(t->s.timer - t->base), (long long)(t->now - t->base),
	    t->s.status);
	return false;
}

static bool
replay(const char *path, char *title, size_t size)
{
	static char text[LINES][256];
	struct story t = { .tunnel = true, .backoff = { 1000, 60000 },
	    .chance = UINT32_MAX / 2 };
	FILE *f = fopen(path, "r");
	int n = 0, i, from = 0, left = 0;
	bool good = f != NULL;

	while (f != NULL && n < LINES && fgets(text[n], sizeof *text, f))
		n++;
	if (f != NULL)
		fclose(f);
	snprintf(title, size, "%.*s", (int)strcspn(text[0] + 2, "\n"),
	    text[0] + 2);
	for (i = 1; i < n && good; i++) {
		if (strncmp(text[i], "repeat ", 7) == 0) {
			left = atoi(text[i] + 7);
			from = i;
			t.base = t.now;
		} else if (strncmp(text[i], "end", 3) == 0) {
			t.base = t.now;
			if (--left > 0)
				i = from;
		} else
			good = one(&t, path, i + 1, text[i]);
	}
	return good;
}

int
main(int argc, char **argv)
{
	char title[200];
	int i, bad = 0;
	bool good;

	for (i = 1; i < argc; i++) {
		good = replay(argv[i], title, sizeof title);
		bad += !good;
		printf("%sok %d - %s\n", good ? "" : "not ", i, title);
	}
	printf("1..%d\n", argc - 1);
	return bad != 0;
}
