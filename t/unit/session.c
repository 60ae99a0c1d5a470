/* SPDX-License-Identifier: ISC */
/*
 * session FILE...: replays stories of a kept connection through the real
 * session machine, with the file's clock and chance; story.h has the rest of
 * their language.
 *
 *	shell | command | always | tries N | backoff FIRST CEILING
 *					(else: a tunnel)
 *	chance N			in percent, from here on; 50 at first
 *	waited				a person waits for the first try
 *	MS start | reach NAME | cause NAME | hint NAME | exit N | signal N |
 *	   stop N | quit | again | haste | person | need | frozen |
 *	   service			what happens
 *	MS wait				until the machine's timer, at most to MS
 *	> ORDER...			what the line before must have ordered,
 *					"-" for nothing
 *	= STATE | status N | stop N | tries N | timer MS | within MS MS
 */
#include "../lib/story.h"
#include "base/span.h"
#include "supervise/session.h"

static struct {
	struct session s;
	bool tunnel, command, always, waited;
	struct backoff backoff;
	int tries;
	uint32_t chance;
	unsigned orders;
	int64_t now;
} t;

static const char *const states[] = { "new", "trying", "up", "ending",
    "waiting", "needs-you", "over" };
static const char *const reaches[] = { "nothing", "started", "connected",
    "banner", "authenticated", "ready" };
static const char *const kinds[] = { "start", "reach", "cause", "hint", "exit",
    "stop", "quit", "again", "haste", "person", "need", "frozen", "replace",
    "service", "time" };
static const char *const orders[] = { "spawn", "term", "cont", "kill", "quit",
    "up", "lost", "wait", "end", "need" };

/* --- what it is to begin with --- */

STORY_SETS(shell, t.tunnel = false)

static const char *
command(int64_t now, char **word)
{
	(void)now;
	(void)word;
	t.tunnel = false;
	t.command = true;
	return NULL;
}

STORY_SETS(waited, t.waited = true)
STORY_SETS(always, t.always = true)

static const char *
tries(int64_t now, char **word)
{
	(void)now;
	t.tries = atoi(word[0]);
	return NULL;
}

static const char *
backoff(int64_t now, char **word)
{
	(void)now;
	t.backoff = (struct backoff){ atoll(word[0]), atoll(word[1]) };
	return NULL;
}

static const char *
chance(int64_t now, char **word)
{
	(void)now;
	t.chance = (uint32_t)(atof(word[0]) / 100 * 4294967295.0);
	return NULL;
}

/* --- what happens --- */

static void
step(enum session_kind kind, int value)
{
	struct session_event e = { kind, value };

	t.orders |= session_step(&t.s, t.now, e, t.chance);
}

static int
cause(const char *word)
{
	int c = 0;

	while (c < CAUSES && strcmp(cause_table[c].name, word) != 0)
		c++;
	return c == CAUSES ? -1 : c;
}

/* What the event is about. */
static int
value(const char *kind, const char *word)
{
	if (word == NULL)
		return 0;
	if (strcmp(kind, "reach") == 0)
		return STORY_FIND(reaches, word);
	if (strcmp(kind, "cause") == 0 || strcmp(kind, "hint") == 0 ||
	    strcmp(kind, "replace") == 0)
		return cause(word);
	return atoi(word);
}

static const char *
happens(int64_t now, char **word)
{
	t.orders = 0;
	t.now = now;
	step((enum session_kind)STORY_FIND(kinds, word[-1]),
	    value(word[-1], word[0]));
	return NULL;
}

static const char *
start(int64_t now, char **word)
{
	(void)word;
	session_start(&t.s, t.tunnel, t.always, &t.backoff, t.tries);
	t.s.command = t.command;
	t.orders = 0;
	t.now = now;
	step(ON_START, t.waited);
	return NULL;
}

static const char *
killed(int64_t now, char **word)
{
	t.orders = 0;
	t.now = now;
	step(ON_EXIT, SESSION_SIGNAL + atoi(word[0]));
	return NULL;
}

static const char *
waits(int64_t to, char **word)
{
	(void)word;
	t.orders = 0;
	while (t.s.timer <= to && t.s.timer != SPAN_NEVER) {
		t.now = t.s.timer;
		step(ON_TIME, 0);
	}
	t.now = to;
	return NULL;
}

/* --- what came of it --- */

static const char *
ordered(int64_t now, char **word)
{
	unsigned wanted = 0;

	(void)now;
	for (; *word != NULL; word++)
		if (strcmp(*word, "-") != 0)
			wanted |= 1U << STORY_FIND(orders, *word);
	return wanted == t.orders ? NULL : "other orders";
}

static bool
is(char **word)
{
	const struct session *s = &t.s;

	if (strcmp(word[0], "status") == 0)
		return s->status == atoi(word[1]);
	if (strcmp(word[0], "stop") == 0)
		return s->stop == atoi(word[1]);
	if (strcmp(word[0], "tries") == 0)
		return s->tries == atoi(word[1]);
	if (strcmp(word[0], "within") == 0)
		return s->timer - t.now >= atoll(word[1]) &&
		    s->timer - t.now <= atoll(word[2]);
	if (strcmp(word[0], "timer") == 0)
		return s->timer == story_base + atoll(word[1]);
	return (int)s->state == STORY_FIND(states, word[0]);
}

static const char *
holds(int64_t now, char **word)
{
	(void)now;
	return is(word) ? NULL : "it is not so";
}

/* --- the piece --- */

static void
begin(void)
{
	memset(&t, 0, sizeof t);
	t.tunnel = true;
	t.backoff = (struct backoff){ 1000, 60000 };
	t.chance = UINT32_MAX / 2;
}

static void
show(void)
{
	printf("# state %s, orders %x, timer %lld, now %lld, status %d\n",
	    states[t.s.state], t.orders, (long long)(t.s.timer - story_base),
	    (long long)(t.now - story_base), t.s.status);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "shell", shell }, { "command", command },
		{ "always", always }, { "tries", tries },
		{ "waited", waited }, { "backoff", backoff },
		{ "chance", chance },
		{ "start", start }, { "reach", happens },
		{ "cause", happens }, { "hint", happens },
		{ "exit", happens },
		{ "signal", killed }, { "stop", happens },
		{ "quit", happens }, { "again", happens },
		{ "haste", happens }, { "person", happens },
		{ "need", happens }, { "frozen", happens },
		{ "service", happens }, { "replace", happens },
		{ "wait", waits },
		{ ">", ordered }, { "=", holds },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	return story_main(&piece, argc, argv);
}
