/* SPDX-License-Identifier: ISC */
/*
 * forwards FILE...: replays stories of forwards through the real machine,
 * with the file's clock.  TAP, a line a story.
 *
 *	forwards KIND...		L local, R remote, 0 remote at any port
 *	MS begin [nosocket]		ssh is started
 *	MS login [silent]		it logged in; silent: it says nothing
 *	MS granted | refused | port N	ssh tells of the next remote one
 *	MS look I up|down		the Ith, from 0, was looked at
 *	MS done [PORT] | denied | unknown	the call ended
 *	MS haste | again I | lost
 *	MS wait				until the machine's timer, at most to MS
 *	> ORDER...			what came of the line before: cancel0,
 *					forward0, tell0; "-" for nothing
 *	= up N | settled | open | idle | timer MS | port I N
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "keep/forwards.h"

enum { MOST = 16, WORDS = 10 };

struct story {
	struct forwards f;
	struct forwards_one one[MOST];
	char orders[256];
	int64_t now;
};

static void
drain(struct story *t)
{
	static const char *const names[] = { "", "cancel", "forward", "tell" };
	struct forwards_order o;
	size_t n = strlen(t->orders);

	while ((o = forwards_next(&t->f, t->now)).what != FORWARDS_NOTHING &&
	    n < sizeof t->orders)
		n += (size_t)snprintf(t->orders + n, sizeof t->orders - n,
		    "%s%s%zu", n > 0 ? " " : "", names[o.what], o.i);
}

static void
wait_until(struct story *t, int64_t to)
{
	while (t->f.timer <= to && t->f.timer != SPAN_NEVER) {
		t->now = t->f.timer;
		drain(t);
	}
	t->now = to;
}

static void
begin(struct story *t, char **word)
{
	size_t n;

	memset(t->one, 0, sizeof t->one);
	for (n = 0; word[n] != NULL && n < MOST; n++) {
		t->one[n].remote = *word[n] != 'L';
		t->one[n].any = *word[n] == '0';
	}
	forwards_start(&t->f, t->one, n);
}

static bool
done(struct story *t, char **word)
{
	static const char *const results[] = { "done", "denied", "unknown" };
	int i;

	for (i = 0; i < 3; i++)
		if (strcmp(word[1], results[i]) == 0) {
			forwards_done(&t->f, t->now, (enum forwards_result)i,
			    word[2] == NULL ? 0 : atoi(word[2]));
			return true;
		}
	return false;
}

static bool
happens(struct story *t, char **word)
{
	const char *what = word[1];
	struct forwards *f = &t->f;

	t->orders[0] = '\0';
	if (strcmp(what, "wait") == 0) {
		wait_until(t, atoll(word[0]));
		return true;
	}
	t->now = atoll(word[0]);
	if (strcmp(what, "begin") == 0)
		forwards_begin(f, word[2] == NULL);
	else if (strcmp(what, "login") == 0)
		forwards_login(f, t->now, word[2] == NULL);
	else if (strcmp(what, "granted") == 0 || strcmp(what, "refused") == 0)
		forwards_answer(f, t->now, *what == 'g');
	else if (strcmp(what, "port") == 0)
		forwards_port(f, t->now, atoi(word[2]));
	else if (strcmp(what, "look") == 0)
		forwards_look(f, (size_t)atoi(word[2]), t->now,
		    strcmp(word[3], "up") == 0);
	else if (strcmp(what, "haste") == 0)
		forwards_haste(f, t->now);
	else if (strcmp(what, "again") == 0)
		forwards_again(f, (size_t)atoi(word[2]), t->now);
	else if (strcmp(what, "lost") == 0)
		forwards_lost(f);
	else if (!done(t, word))
		return false;
	drain(t);
	return true;
}

static bool
ordered(const struct story *t, char **word)
{
	char wanted[256] = "";

	for (; *word != NULL; word++)
		if (strcmp(*word, "-") != 0) {
			strcat(wanted, wanted[0] == '\0' ? "" : " ");
			strcat(wanted, *word);
		}
	return strcmp(wanted, t->orders) == 0;
}

static bool
holds(const struct story *t, char **word)
{
	if (strcmp(word[0], "up") == 0)
		return forwards_up(&t->f) == (size_t)atoi(word[1]);
	if (strcmp(word[0], "settled") == 0)
		return forwards_settled(&t->f);
	if (strcmp(word[0], "open") == 0)
		return !forwards_settled(&t->f);
	if (strcmp(word[0], "idle") == 0)
		return t->f.timer == SPAN_NEVER;
	if (strcmp(word[0], "timer") == 0)
		return t->f.timer == atoll(word[1]);
	return strcmp(word[0], "port") == 0 &&
	    t->one[atoi(word[1])].port == atoi(word[2]);
}

static bool
line(struct story *t, char **word)
{
	if (strcmp(word[0], ">") == 0)
		return ordered(t, word + 1);
	if (strcmp(word[0], "=") == 0)
		return holds(t, word + 1);
	if (strcmp(word[0], "forwards") == 0) {
		begin(t, word + 1);
		return true;
	}
	return happens(t, word);
}

static bool
replay(const char *path, char *title, size_t size)
{
	struct story t = { .now = 0 };
	char text[256], copy[256], *word[WORDS];
	FILE *f = fopen(path, "r");
	int n, number = 0;
	bool good = f != NULL;

	title[0] = '\0';
	while (good && fgets(text, sizeof text, f) != NULL) {
		if (number++ == 0)
			snprintf(title, size, "%.*s",
			    (int)strcspn(text + 2, "\n"), text + 2);
		memset(word, 0, sizeof word);
		snprintf(copy, sizeof copy, "%s", text);
		for (n = 0; n < WORDS - 1 && (word[n] = strtok(n ? NULL : copy,
		    " \t\n")) != NULL; n++)
			;
		if (n > 0 && word[0][0] != '#')
			good = line(&t, word);
	}
	if (f != NULL)
		fclose(f);
	if (!good)
		printf("# %s:%d: %s# orders \"%s\", timer %lld, up %zu\n",
		    path, number, text, t.orders, (long long)t.f.timer,
		    forwards_up(&t.f));
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
