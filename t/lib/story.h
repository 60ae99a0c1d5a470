/* SPDX-License-Identifier: ISC */
#ifndef STORY_H
#define STORY_H

/*
 * The reader of stories, for the programs that replay them: each names its
 * verbs, and hands main's arguments on.  A story is a file of lines:
 *
 *	# TEXT				the first is the story's title
 *	VERB WORD...			what it is to begin with
 *	MS VERB WORD...			what happens then
 *	> WORD..., = WORD...		what must be the result; both are verbs
 *	repeat N			does the lines up to "end" N times; MS
 *	end				count from each time's begin
 *
 * TAP, a line for each story.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

struct story_verb {
	const char *verb;
	/*
	 * Does it, at now; word: what follows, NULL behind the last; word[-1]
	 * is the verb.  Returns a complaint, or NULL.
	 */
	const char *(*does)(int64_t now, char **word);
};

struct story_piece {
	const struct story_verb *verb;
	size_t verbs;
	void (*begin)(void);	/* another story */
	void (*show)(void);	/* where it is, for a complaint: "# ..." */
};

/* Defines the function of a verb without words, which only sets something. */
#define STORY_SETS(name, set) \
	static const char * \
	name(int64_t now, char **word) \
	{ \
		(void)now; \
		(void)word; \
		set; \
		return NULL; \
	}

#define STORY_VERBS(table) table, sizeof table / sizeof *table
#define STORY_FIND(list, word) \
	story_find(list, sizeof list / sizeof *list, word)

static int64_t story_base;	/* what MS count from, ms */
static int64_t story_now;	/* of the last that happened, ms */

/* The index of word in a list of n. */
static inline int
story_find(const char *const *list, size_t n, const char *word)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (word != NULL && strcmp(list[i], word) == 0)
			return (int)i;
	printf("# what does %s mean\n", word == NULL ? "nothing" : word);
	abort();
}

static const char *
story_line(const struct story_piece *p, const char *text)
{
	enum { WORDS = 12 };
	char copy[256], *all[WORDS] = { NULL }, **word = all;
	size_t i;

	snprintf(copy, sizeof copy, "%s", text);
	for (i = 0; i < WORDS - 1 && (all[i] = strtok(i == 0 ? copy : NULL,
	    " \t\n")) != NULL; i++)
		;
	if (all[0] == NULL || all[0][0] == '#')
		return NULL;
	if (all[0][0] >= '0' && all[0][0] <= '9' && all[1] != NULL) {
		story_now = story_base + atoll(all[0]);
		word++;
	}
	for (i = 0; i < p->verbs; i++)
		if (strcmp(p->verb[i].verb, word[0]) == 0)
			return p->verb[i].does(story_now, word + 1);
	return "what does this line mean";
}

/* The lines of a story; a complaint, and *at the line. */
static const char *
story_lines(const struct story_piece *p, char text[][256], int n, int *at)
{
	const char *why = NULL;
	int i, from = 0, left = 0;

	for (i = 0; i < n && why == NULL; i++) {
		if (strncmp(text[i], "repeat ", 7) == 0) {
			left = atoi(text[i] + 7);
			from = i;
			story_base = story_now;
		} else if (strncmp(text[i], "end", 3) == 0) {
			story_base = story_now;
			if (--left > 0)
				i = from;
		} else if ((why = story_line(p, text[i])) != NULL)
			*at = i;
	}
	return why;
}

static void
story_replay(const struct story_piece *p, const char *path)
{
	enum { LINES = 400 };
	static char text[LINES][256];
	FILE *f = fopen(path, "r");
	const char *why = f == NULL ? "is not there" : NULL, *title = text[0];
	int n = 0, at = 0;

	text[0][0] = '\0';
	while (f != NULL && n < LINES && fgets(text[n], sizeof *text, f))
		n++;
	if (f != NULL)
		fclose(f);
	story_base = story_now = 0;
	p->begin();
	if (why == NULL)
		why = story_lines(p, text, n, &at);
	if (why != NULL) {
		printf("# %s:%d: %s: %.*s\n", path, at + 1, why,
		    (int)strcspn(text[at], "\n"), text[at]);
		p->show();
	}
	text[0][strcspn(text[0], "\n")] = '\0';
	title += strspn(title, "# ");
	ok(why == NULL, title, NULL);
}

static int
story_main(const struct story_piece *p, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++)
		story_replay(p, argv[i]);
	return tap_end();
}

#endif
