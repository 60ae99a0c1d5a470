/* SPDX-License-Identifier: ISC */
/*
 * place FILE...: replays stories of the network around a connection through
 * the real place machine.  TAP, a line for each story.
 *
 *	start SECONDS [waits [nowhere]]	patience; it begins well, or with no
 *				route to be seen
 *	MS net WORD...		what is there now: here or away, carrier or
 *				dark, same or other or nowhere
 *	MS slept
 *	MS until MS2 SIGN [RTT]	looks as the machine's timer asks, until MS2;
 *				SIGN: "-" nothing came since MS; MS3 the peer
 *				answers all from then on; "+" nothing, and busy,
 *				a retransmit a second; "0" busy, none leaves;
 *				"~" busy, one in all
 *	= nothing | hold | probe | calm | dead WHY MS
 *				the last order that was not nothing, since the
 *				last such line; and when
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "link/place.h"

static const char *const orders[] = {
	[PLACE_NOTHING] = "nothing", [PLACE_HOLD] = "hold",
	[PLACE_PROBE] = "probe", [PLACE_CALM] = "calm",
	[PLACE_DEAD] = "dead",
};
static const char *const whys[] = {
	[PLACE_WELL] = "well", [PLACE_GONE] = "gone", [PLACE_SLEPT] = "slept",
	[PLACE_MOVED] = "moved", [PLACE_RETURNED] = "returned",
};

struct story {
	struct place place;
	enum place_order order;
	int64_t at;
};

static void
ordered(struct story *s, int64_t now, enum place_order o)
{
	if (o == PLACE_NOTHING || s->order == PLACE_DEAD)
		return;
	s->order = o;
	s->at = now;
}

static void
net(struct story *s, int64_t now, char **word)
{
	struct place_sample p = { .chosen = PLACE_NOWHERE };

	for (; *word != NULL; word++) {
		if (strcmp(*word, "here") == 0)
			p.here = true;
		else if (strcmp(*word, "carrier") == 0)
			p.carrier = true;
		else if (strcmp(*word, "same") == 0)
			p.chosen = PLACE_SAME;
		else if (strcmp(*word, "other") == 0)
			p.chosen = PLACE_OTHER;
	}
	ordered(s, now, place_changed(&s->place, now, &p));
}

static void
until(struct story *s, int64_t from, char **word)
{
	int64_t to = atoll(word[0]), now, answers = SPAN_NEVER;
	struct place_signs g = { .rtt = word[2] != NULL ? atoi(word[2]) : 0 };

	if (word[1][0] >= '1' && word[1][0] <= '9')
		answers = atoll(word[1]);
	g.busy = strchr("+0~", word[1][0]) != NULL;
	while (s->order != PLACE_DEAD && s->place.timer <= to) {
		now = s->place.timer > from ? s->place.timer : from;
		g.heard = now >= answers ? 0 : now - from + 1;
		g.unanswered = word[1][0] == '~' ? 1 :
		    (int)((now - from) / 1000);
		g.resent = word[1][0] == '+' ? g.unanswered : 0;
		ordered(s, now, place_look(&s->place, now, &g));
	}
}

static const char *
holds(struct story *s, char **word)
{
	enum place_order o = s->order;

	s->order = PLACE_NOTHING;
	if (word[0] == NULL || strcmp(word[0], orders[o]) != 0)
		return orders[o];
	if (word[1] != NULL && strcmp(word[1], whys[s->place.why]) != 0)
		return whys[s->place.why];
	return word[1] != NULL && word[2] != NULL &&
	    atoll(word[2]) != s->at ? "at another time" : NULL;
}

static const char *
line(struct story *s, char **word)
{
	struct place_sample at_first = { true, true, PLACE_SAME };
	int64_t now = atoll(word[0]);

	if (strcmp(word[0], "=") == 0)
		return holds(s, word + 1);
	if (strcmp(word[0], "start") == 0) {
		if (word[2] != NULL && word[3] != NULL)
			at_first.chosen = PLACE_NOWHERE;
		place_start(&s->place, atoll(word[1]) * 1000,
		    word[2] != NULL, &at_first);
	} else if (strcmp(word[1], "net") == 0)
		net(s, now, word + 2);
	else if (strcmp(word[1], "slept") == 0)
		ordered(s, now, place_slept(&s->place, now));
	else if (strcmp(word[1], "until") == 0)
		until(s, now, word + 2);
	else
		return "what does this line mean";
	return NULL;
}

static bool
replay(const char *path, char *title, size_t size)
{
	struct story s = { 0 };
	const char *why = NULL;
	char text[256], *word[9];
	FILE *f = fopen(path, "r");
	int n, number = 0;

	title[0] = '\0';
	while (f != NULL && why == NULL && fgets(text, sizeof text, f)) {
		number++;
		if (text[0] == '#') {
			if (title[0] == '\0')
				snprintf(title, size, "%.*s",
				    (int)strcspn(text + 2, "\n"), text + 2);
			continue;
		}
		memset(word, 0, sizeof word);
		for (n = 0; n < 8 && (word[n] = strtok(n ? NULL : text,
		    " \t\n")) != NULL; n++)
			;
		if (n > 0)
			why = line(&s, word);
	}
	if (f != NULL)
		fclose(f);
	if (why != NULL)
		printf("# %s:%d: %s (at %lld, timer %lld)\n", path, number,
		    why, (long long)s.at, (long long)s.place.timer);
	return f != NULL && why == NULL;
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
