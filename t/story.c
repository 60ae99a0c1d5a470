/* SPDX-License-Identifier: ISC */
/*
 * story FILE...: replays stories of a connection through the real stall
 * machine, with the file's clock.  TAP, a line for each story.
 *
 *	patience SECONDS [uncapped]
 *	MS sent				bytes were written
 *	MS found UNANSWERED		they were, and it is seen only now
 *	MS look [HEARD UNANSWERED [RESENT RTT]]	a look; without numbers nothing
 *					is out; RESENT is UNANSWERED if not said
 *	MS every STEP MS2 [HEARD UNANSWERED]	looks as the machine's timer
 *					asks, STEP ms late, until MS2; HEARD
 *					"-" grows since MS; UNANSWERED "+"
 *					grows by one a second
 *	MS forgive			ssh was stopped
 *	= alive | dead | asleep		what must be true now
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "link/stall.h"

struct story {
	struct stall stall;
	bool dead;
	int64_t died;
};

static void
look(struct story *s, int64_t now, const struct stall_sample *sample)
{
	if (stall_look(&s->stall, now, sample) && !s->dead) {
		s->dead = true;
		s->died = now;
	}
}

static void
every(struct story *s, int64_t from, char **word)
{
	int64_t late = atoll(word[0]), to = atoll(word[1]), now;
	struct stall_sample sample = { .outstanding = word[2] != NULL };

	while (!s->dead && s->stall.timer != SPAN_NEVER &&
	    (now = s->stall.timer + late) <= to) {
		if (sample.outstanding) {
			sample.heard = word[2][0] == '-' ? now - from :
			    atoll(word[2]);
			sample.unanswered = word[3][0] == '+' ?
			    (int)((now - from) / 1000) : atoi(word[3]);
			sample.resent = sample.unanswered;
		}
		look(s, now, &sample);
	}
}

/* What must be true; the complaint, or NULL. */
static const char *
holds(const struct story *s, char **word)
{
	if (strcmp(word[0], "dead") == 0) {
		if (!s->dead)
			return "it lives";
		return word[1] != NULL && s->died != atoll(word[1]) ?
		    "it died at another time" : NULL;
	}
	if (s->dead)
		return "it died";
	if (strcmp(word[0], "asleep") == 0 && s->stall.timer != SPAN_NEVER)
		return "it wants to be woken";
	return NULL;
}

static const char *
line(struct story *s, char **word)
{
	struct stall_sample sample = { .outstanding = word[2] != NULL };
	int64_t now = atoll(word[0]);

	if (strcmp(word[0], "=") == 0)
		return holds(s, word + 1);
	if (strcmp(word[0], "patience") == 0)
		stall_start(&s->stall, atoll(word[1]) * 1000,
		    word[2] == NULL);
	else if (strcmp(word[1], "sent") == 0)
		stall_sent(&s->stall, now);
	else if (strcmp(word[1], "found") == 0)
		stall_found(&s->stall, now, atoi(word[2]), 1000);
	else if (strcmp(word[1], "forgive") == 0)
		stall_forgive(&s->stall, now);
	else if (strcmp(word[1], "every") == 0)
		every(s, now, word + 2);
	else if (strcmp(word[1], "look") == 0) {
		if (word[2] != NULL) {
			sample.heard = atoll(word[2]);
			sample.unanswered = atoi(word[3]);
			sample.resent = word[4] != NULL ? atoi(word[4]) :
			    sample.unanswered;
			if (word[4] != NULL && word[5] != NULL)
				sample.rtt = atoi(word[5]);
		}
		look(s, now, &sample);
	} else
		return "what does this line mean";
	return NULL;
}

static bool
replay(const char *path, char *title, size_t size)
{
	struct story s = { 0 };
	const char *why = NULL;
	char text[256], *word[8];
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
		for (n = 0; n < 7 && (word[n] = strtok(n ? NULL : text,
		    " \t\n")) != NULL; n++)
			;
		if (n > 0)
			why = line(&s, word);
	}
	if (f != NULL)
		fclose(f);
	if (why != NULL)
		printf("# %s:%d: %s (died at %lld, timer %lld)\n", path,
		    number, why, (long long)s.died, (long long)s.stall.timer);
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
