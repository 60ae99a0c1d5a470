/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/span.h"
#include "base/visible.h"
#include "keep/pattern.h"
#include "run/standing.h"
#include "run/tale.h"
#include "sys/clock.h"
#include "sys/journal.h"

enum { SHOWN = 5 };		/* drops */

/* --- reading --- */

static void
tale_lines(struct tale *t, const char *text)
{
	struct history_event e;
	size_t n;

	for (; *text != '\0'; text += n + (text[n] == '\n')) {
		n = strcspn(text, "\n");
		if (history_read(&e, text, n) == -1)
			continue;
		history_add(&t->all, &e, clock_local(e.time) - e.time);
		history_add(&t->history, &e, clock_local(e.time) - e.time);
	}
}

/* only is -1 for the keeper that wrote last. */
static struct tale *
tale_file(const char *place, const char *id, int64_t only)
{
	char path[400], *text;
	struct tale *t = calloc(1, sizeof *t);

	snprintf(path, sizeof path, "%s/%s.history", place, id);
	text = journal_read(path);
	if (t == NULL || text == NULL) {
		free(text);
		free(t);
		return NULL;
	}
	snprintf(t->id, sizeof t->id, "%s", id);
	t->history.only = only;
	tale_lines(t, text);
	free(text);
	return t;
}

struct tale *
tale_read(char *const *places, const char *place, const char *id,
    int64_t only)
{
	struct tale *t = NULL;
	char base[64];

	/* A shell's has its pid behind. */
	snprintf(base, sizeof base, "%.*s", (int)strcspn(id, "-"), id);
	if (*place != '\0')
		return tale_file(place, base, only);
	for (; places != NULL && *places != NULL && t == NULL; places++)
		t = tale_file(*places, base, only);
	return t;
}

static bool
tale_is(const struct tale *t, const char *word)
{
	const char *name = t->all.about.name;
	size_t n = strlen(name);

	return strcmp(name, word) == 0 || strcmp(t->id, word) == 0 ||
	    (strncmp(name, word, n) == 0 && word[n] == '/' &&
	    strcmp(t->id, word + n + 1) == 0);
}

static int
tale_one(const char *place, const char *file, const char *word,
    void (*found)(void *, const struct tale *), void *arg)
{
	char id[64];
	size_t n = strcspn(file, ".");
	struct tale *t;
	int is = 0;

	if (n >= sizeof id || strcmp(file + n, ".history") != 0)
		return 0;
	snprintf(id, sizeof id, "%.*s", (int)n, file);
	if ((t = tale_file(place, id, 0)) == NULL)
		return 0;
	if (tale_is(t, word)) {
		found(arg, t);
		is = 1;
	}
	free(t);
	return is;
}

int
tale_each(char *const *places, const char *word,
    void (*found)(void *, const struct tale *), void *arg)
{
	struct dirent *e;
	int n = 0;
	DIR *d;

	for (; places != NULL && *places != NULL; places++) {
		d = opendir(*places);
		while (d != NULL && (e = readdir(d)) != NULL)
			n += tale_one(*places, e->d_name, word, found, arg);
		if (d != NULL)
			closedir(d);
	}
	return n;
}

int64_t
tale_midnight(void)
{
	time_t now = (time_t)(clock_wall() / 1000);
	struct tm tm;

	if (localtime_r(&now, &tm) == NULL)
		return 0;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * 1000;
}

/* --- in words --- */

/* "14:04:46", with the date before it if that is not today's. */
static void
tale_time(int64_t wall, char out[40])
{
	time_t t = (time_t)(wall / 1000);
	struct tm tm = { 0 };

	(void)localtime_r(&t, &tm);
	if (strftime(out, 40, wall >= tale_midnight() ? "%H:%M:%S" :
	    "%m-%d %H:%M:%S", &tm) == 0)
		out[0] = '\0';
}

static void
tale_line(int64_t wall, const char *what, const char *text)
{
	char at[40], seen[1000];

	tale_time(wall, at);
	printf(" %s %-7s %s\n", at, what, visible(seen, sizeof seen, text,
	    strlen(text)));
}

static void
tale_lost(const struct history_drop *d)
{
	char text[400], span[SPAN_TEXT];

	if (d->silent > 0)
		tale_line(d->lost - d->silent, "silent", "last answer");
	snprintf(text, sizeof text, "%s (up for %s)", d->why,
	    span_text(d->lasted, span));
	tale_line(d->lost, "lost", text);
	if (d->then[0] != '\0')
		tale_line(d->lost, "then", d->then);
}

static void
tale_back(const struct history_drop *d)
{
	char whole[SPAN_TEXT], notice[SPAN_TEXT], back[SPAN_TEXT];
	char text[200];

	if (d->back == 0)
		return;
	span_text(d->outage + d->silent, whole);
	span_text(d->silent, notice);
	span_text(d->outage, back);
	if (d->silent > 0)
		snprintf(text, sizeof text, "outage %s: %s to notice, %s to "
		    "return", whole, notice, back);
	else
		snprintf(text, sizeof text, "outage %s", whole);
	tale_line(d->back, "up", text);
}

/* "not running; ended 14:05:12: stopped". */
static void
tale_gone(const struct tale *t, char *out, size_t size)
{
	const struct history_event *e = &t->all.last;
	char at[40];

	tale_time(e->time, at);
	if (e->kind == HISTORY_END)
		snprintf(out, size, "not running; ended %s: %s", at, e->why);
	else
		snprintf(out, size, "not running; killed, or the machine went "
		    "down, after %s", at);
}

static void
tale_head(const struct tale *t, const struct sought *o)
{
	size_t n = history_since(&t->history, tale_midnight());
	const char *name = o != NULL ? o->status.name : t->all.about.name;
	char state[600], seen[600], shown[600];

	if (o != NULL)
		standing_text(o, true, state, sizeof state);
	else
		tale_gone(t, state, sizeof state);
	printf("%s: %s; %zu drop%s today\n",
	    visible(shown, sizeof shown, name, strlen(name)),
	    visible(seen, sizeof seen, state, strlen(state)), n,
	    n == 1 ? "" : "s");
}

/* The last of them, oldest first; not those of a start that was long ago. */
void
tale_print(const struct tale *t, const struct sought *o)
{
	struct pattern p = pattern_find(&t->all);
	const struct history_drop *d;
	char text[PATTERN_TEXT];
	size_t i;

	tale_head(t, o);
	for (i = SHOWN; i-- > 0; ) {
		if ((d = history_drop(&t->history, i)) == NULL)
			continue;
		tale_lost(d);
		tale_back(d);
	}
	if (t->history.drops == 0)
		puts(" nothing was lost so far");
	if (*pattern_text(&p, &t->all, getenv("HOME"), text) != '\0')
		printf("Pattern: %s\n", text);
}

/* --- JSON --- */

static void
json_drop(struct pool *p, const struct history_drop *d, bool first)
{
	printf("%s{\"lost\":%.3f,\"up_seconds\":%.3f,\"phase\":%s,"
	    "\"reason\":%s,\"notice_seconds\":%.3f", first ? "" : ",",
	    (double)d->lost / 1e3, (double)d->lasted / 1e3,
	    json_string(p, history_phase(d->phase)), json_string(p, d->why),
	    (double)d->silent / 1e3);
	if (d->back != 0)
		printf(",\"back\":%.3f,\"return_seconds\":%.3f",
		    (double)d->back / 1e3, (double)d->outage / 1e3);
	fputs("}", stdout);
}

void
tale_json(const struct tale *t, const struct sought *o)
{
	struct pattern p = pattern_find(&t->all);
	struct pool pool = { 0 };
	const struct history_drop *d;
	char text[PATTERN_TEXT];
	size_t i, n = t->history.drops < HISTORY_DROPS ? t->history.drops :
	    HISTORY_DROPS;

	printf("{\"name\":%s,\"to\":%s,\"running\":%s,\"drops_today\":%zu,"
	    "\"drops\":[", json_string(&pool, o != NULL ? o->status.name :
	    t->all.about.name), json_string(&pool, t->all.about.to),
	    o != NULL ? "true" : "false",
	    history_since(&t->history, tale_midnight()));
	for (i = n; i-- > 0; )
		if ((d = history_drop(&t->history, i)) != NULL)
			json_drop(&pool, d, i == n - 1);
	pattern_text(&p, &t->all, getenv("HOME"), text);
	printf("],\"pattern\":%s}", *text == '\0' ? "null" :
	    json_string(&pool, text));
	pool_free(&pool);
}
