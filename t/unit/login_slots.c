/* SPDX-License-Identifier: ISC */
/*
 * logins FILE...: replays stories of the record that tunnels of one
 * destination share; story.h has the rest of their language.
 *
 *	record TEXT...			what another left in the file
 *	MS take | answered [TIMES] | dropped AGE | failed AGE
 *					the dial's age then, ms
 *	MS ended REACH CAUSE AGE	an attempt came so far
 *	> OUTCOME			and counts as that
 *	MS open N			so many may log in then
 *	MS queue moves|stands waits|gives-up
 *					a tunnel that has waited so long
 */
#include "../lib/story.h"
#include "supervise/login_slots.h"

static struct login_slots t;
static enum login_outcome outcome;

static const char *
record(int64_t now, char **word)
{
	char text[LOGIN_SLOTS_TEXT] = "";

	for (; *word != NULL; word++) {
		strcat(text, *word);
		strcat(text, " ");
	}
	login_slots_read(&t, text, now);
	return NULL;
}

/* As it is kept in the file between any two. */
static void
through_file(int64_t now)
{
	char text[LOGIN_SLOTS_TEXT];

	login_slots_write(&t, text);
	login_slots_read(&t, text, now);
}

static const char *
take(int64_t now, char **word)
{
	(void)word;
	login_slots_take(&t, now);
	through_file(now);
	return NULL;
}

static const char *
answered(int64_t now, char **word)
{
	int n = word[0] == NULL ? 1 : atoi(word[0]);

	for (; n > 0; n--) {
		login_slots_answered(&t, now);
		through_file(now);
	}
	return NULL;
}

static const char *
dropped(int64_t now, char **word)
{
	login_slots_dropped(&t, now - atoll(word[0]), now);
	through_file(now);
	return NULL;
}

static const char *
failed(int64_t now, char **word)
{
	login_slots_failed(&t, now - atoll(word[0]), now);
	through_file(now);
	return NULL;
}

static const char *
ended(int64_t now, char **word)
{
	static const char *const reaches[] = { "nothing", "started",
	    "connected", "banner", "authenticated", "ready" };
	int c = 0;

	while (c < CAUSES - 1 && strcmp(cause_table[c].name, word[1]) != 0)
		c++;
	outcome = login_slots_outcome((enum session_reach)
	    STORY_FIND(reaches, word[0]), (enum cause)c);
	login_slots_ended(&t, outcome, now - atoll(word[2]), now);
	through_file(now);
	return NULL;
}

static const char *
is(int64_t now, char **word)
{
	static const char *const names[] = { "answered", "dropped", "failed",
	    "other" };

	(void)now;
	return (int)outcome == STORY_FIND(names, word[0]) ? NULL :
	    "another outcome";
}

static const char *
open_(int64_t now, char **word)
{
	static char text[40];
	int n = login_slots_open(&t, now);

	snprintf(text, sizeof text, "open %d", n);
	return n == atoi(word[0]) ? NULL : text;
}

static const char *
queue(int64_t now, char **word)
{
	static const char *const moves[] = { "stands", "moves" };
	static const char *const answers[] = { "waits", "gives-up" };
	bool gives_up = login_slots_give_up(STORY_FIND(moves, word[0]) == 1,
	    now);

	return gives_up == (STORY_FIND(answers, word[1]) == 1) ? NULL :
	    gives_up ? "gives up" : "waits";
}

static void
begin(void)
{
	t = (struct login_slots){ 0 };
}

static void
show(void)
{
	char text[LOGIN_SLOTS_TEXT];

	login_slots_write(&t, text);
	printf("# record %s", text);
}

int
main(int argc, char **argv)
{
	static const struct story_verb verbs[] = {
		{ "record", record }, { "take", take },
		{ "answered", answered }, { "dropped", dropped },
		{ "failed", failed }, { "open", open_ },
		{ "ended", ended }, { "queue", queue }, { ">", is },
	};
	static const struct story_piece piece = { STORY_VERBS(verbs), begin,
	    show };

	return story_main(&piece, argc, argv);
}
