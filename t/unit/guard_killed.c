/* SPDX-License-Identifier: ISC */
/*
 * guard_killed FILE...: replays stories of a guard that ends or is killed;
 * story.h has the rest of their language.
 *
 *	shell				else: a tunnel
 *	ssh ends			no ssh runs from here on
 *	guard connects | banner | verdict | failed | closed | goes
 *	MS look CONNECTIONS		a turn of the loop, while ssh has so
 *					many connections; -1: not known
 *	> tell | look | replace | -	what the line before must order
 *	= killed | alive		whether the guard was killed
 */
#include "../lib/story.h"
#include "base/span.h"
#include "supervise/guard_killed.h"

enum { TELL = 1, LOOK = 2, REPLACE = 4 };

static struct {
	struct guard_killed g;
	bool tunnel, runs, present;
	unsigned orders;
} t;

STORY_SETS(shell, t.tunnel = false)
STORY_SETS(ssh, t.runs = false)

static const char *
guard(int64_t now, char **word)
{
	static const char *const names[] = { "connects", "goes", "banner",
	    "verdict", "failed", "closed" };
	static const enum event_kind kinds[] = { EVENT_HELLO, EVENT_HELLO,
	    EVENT_BANNER, EVENT_VERDICT, EVENT_FAILED, EVENT_CLOSED };
	int i = STORY_FIND(names, word[0]);

	(void)now;
	if (i < 2)
		t.present = i == 0;
	else
		guard_killed_event(&t.g, kinds[i]);
	return NULL;
}

static const char *
look(int64_t now, char **word)
{
	unsigned o = guard_killed_look(&t.g, now, t.present, t.runs);

	t.orders = o & GUARD_KILLED_TELL ? TELL : 0;
	if (o & GUARD_KILLED_COUNT)
		t.orders |= guard_killed_replaces(t.tunnel, atoi(word[0])) ?
		    REPLACE : LOOK;
	return NULL;
}

static const char *
ordered(int64_t now, char **word)
{
	static const char *const names[] = { "-", "tell", "look", "replace" };
	unsigned wanted = 0;

	(void)now;
	for (; *word != NULL; word++)
		wanted |= (1U << STORY_FIND(names, *word)) >> 1;
	return wanted == t.orders ? NULL : "other orders";
}

static const char *
holds(int64_t now, char **word)
{
	(void)now;
	return guard_killed_is(&t.g, t.present) ==
	    (strcmp(word[0], "killed") == 0) ? NULL : "it is not so";
}

static void
begin(void)
{
	memset(&t, 0, sizeof t);
	t.tunnel = t.runs = true;
	guard_killed_begin(&t.g);
}

static void
show(void)
{
	printf("# orders %x, timer %lld\n", t.orders, (long long)t.g.timer);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "shell", shell }, { "ssh", ssh }, { "guard", guard },
		{ "look", look }, { ">", ordered }, { "=", holds },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	return story_main(&piece, argc, argv);
}
