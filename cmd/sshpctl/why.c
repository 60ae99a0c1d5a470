/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/span.h"
#include "sshpctl/metrics.h"
#include "sshpctl/state.h"
#include "sshpctl/why.h"
#include "supervise/loss_pattern.h"
#include "supervise/session.h"
#include "supervise/tunnel_name.h"
#include "sys/clock.h"
#include "sys/history_file.h"

enum {
	SHOWN = 5,		/* limit of drops to print */
	FOREIGN = 1000		/* limit for all histories of other users, ms */
};

/* --- reading --- */

static void
why_lines(struct why *t, const char *text)
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

static struct why *
why_of(const char *id, const char *text, int64_t only)
{
	struct why *t = calloc(1, sizeof *t);

	if (t == NULL)
		return NULL;
	snprintf(t->id, sizeof t->id, "%s", id);
	t->history.only = only;
	why_lines(t, text);
	return t;
}

/* The text of the history of a supervisor, for free(3), and its id; or NULL. */
static char *
why_text(const struct userdirs *places, const struct sought *o,
    char id[64])
{
	const struct userdir *d;
	char name[80], *text = NULL;
	size_t i;
	int dir;

	/* A shell's id has its pid at the end. */
	snprintf(id, 64, "%.*s", (int)strcspn(o->status.id, "-"),
	    o->status.id);
	snprintf(name, sizeof name, "%s.history", id);
	for (i = 0; i < places->n && text == NULL; i++) {
		d = &places->dir[i];
		if (d->uid != o->uid || *id == '\0' ||
		    (o->place != -1 && (size_t)o->place != i) ||
		    (dir = userdirs_open(d)) == -1)
			continue;
		text = history_file_read(dir, name, d->uid);
		close(dir);
	}
	return text;
}

/* The pid to select: a shell shares its history with others of its name. */
static int64_t
why_only(const struct sought *o)
{
	const char *pid = strchr(o->status.id, '-');

	return pid == NULL ? 0 : strtoll(pid + 1, NULL, 10);
}

struct why *
why_read(const struct userdirs *places, const struct sought *o)
{
	char id[64], *text = why_text(places, o, id);
	struct why *t = text == NULL ? NULL : why_of(id, text, why_only(o));

	free(text);
	return t;
}

/* Moves *at to the line before; returns its length, or -1. */
static long
line_before(const char *text, const char **at)
{
	const char *end = *at;

	if (end == text)
		return -1;
	end--;
	for (*at = end; *at > text && (*at)[-1] != '\n'; (*at)--)
		;
	return (long)(end - *at);
}

/* Reads from the end, because a history may be long. */
long
why_drops_today(const struct userdirs *places, const struct sought *o)
{
	char id[64], *text = why_text(places, o, id);
	int64_t midnight = why_midnight(), only = why_only(o);
	struct history_event e;
	const char *at;
	long n, drops = 0;

	if (text == NULL)
		return -1;
	at = text + strlen(text);
	while ((n = line_before(text, &at)) != -1) {
		if (history_read(&e, at, (size_t)n) == -1 ||
		    (only != 0 && e.pid != only))
			continue;
		if (e.time < midnight ||
		    (only != 0 && e.kind == HISTORY_START))
			break;
		drops += e.kind == HISTORY_LOST && e.cause != CAUSE_ASKED;
	}
	free(text);
	return drops;
}

/* --- all histories of a name --- */

/* The histories to find. */
struct tales {
	const char *word;	/* NULL: all of ours */
	const struct userdir *dir;
	void (*found)(void *, const struct userdir *, const char *,
	    const char *);
	void *arg;
	size_t n;
	int64_t ends;		/* limit for those of other users, ms */
};

/* True if word means the history, by the last line with its name. */
static bool
why_is(const char *id, const char *text, const char *word)
{
	struct history_event e = { 0 };
	const char *at, *last = NULL;

	for (at = text; (at = strstr(at, " event=about ")) != NULL; at++)
		last = at;
	if (last == NULL)
		return strcmp(id, word) == 0;
	while (last > text && last[-1] != '\n')
		last--;
	if (history_read(&e, last, strcspn(last, "\n")) == -1)
		e.name[0] = '\0';
	return tunnel_name_called(word, e.name, id);
}

static void
tales_one(void *arg, int dir, const char *file)
{
	struct tales *all = arg;
	char id[64], *text;
	int n = (int)(strlen(file) - strlen(".history"));

	if (n >= (int)sizeof id || (!all->dir->own && clock_now() > all->ends))
		return;
	snprintf(id, sizeof id, "%.*s", n, file);
	if ((text = history_file_read(dir, file, all->dir->uid)) == NULL)
		return;
	if (all->word == NULL || why_is(id, text, all->word)) {
		all->n++;
		all->found(all->arg, all->dir, id, text);
	}
	free(text);
}

size_t
why_texts(const struct userdirs *places, const char *word,
    void (*found)(void *, const struct userdir *, const char *, const char *),
    void *arg)
{
	struct tales all = { .found = found, .arg = arg,
	    .ends = clock_now() + FOREIGN };
	char user[64];
	size_t i;

	for (i = 0; i < places->n; i++) {
		all.dir = &places->dir[i];
		all.word = word == NULL || all.dir->own ? word :
		    tunnel_name_of_user(word,
		    client_user(all.dir->uid, user, sizeof user),
		    all.dir->uid);
		if (word == NULL ? all.dir->own : all.word != NULL)
			(void)userdirs_each(all.dir, ".history", tales_one,
			    &all);
	}
	return all.n;
}

/* A caller of why_each(). */
struct why_caller {
	void (*found)(void *, const struct why *);
	void *arg;
};

static void
why_found(void *arg, const struct userdir *dir, const char *id,
    const char *text)
{
	const struct why_caller *c = arg;
	struct why *t = c->found == NULL ? NULL : why_of(id, text, 0);

	(void)dir;
	if (t != NULL)
		c->found(c->arg, t);
	free(t);
}

size_t
why_each(const struct userdirs *places, const char *word,
    void (*found)(void *, const struct why *), void *arg)
{
	struct why_caller c = { found, arg };

	return why_texts(places, word, why_found, &c);
}

int64_t
why_midnight(void)
{
	time_t now = (time_t)(clock_wall() / 1000);
	struct tm tm;

	if (localtime_r(&now, &tm) == NULL)
		return 0;
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm) * 1000;
}

/* --- text --- */

/* "14:04:46", after the date unless that is today. */
static void
why_time(int64_t wall, char out[40])
{
	time_t t = (time_t)(wall / 1000);
	struct tm tm = { 0 };

	(void)localtime_r(&t, &tm);
	if (strftime(out, 40, wall >= why_midnight() ? "%H:%M:%S" :
	    "%m-%d %H:%M:%S", &tm) == 0)
		out[0] = '\0';
}

static void
why_line(int64_t wall, const char *what, const char *text)
{
	char at[40], seen[1000];

	why_time(wall, at);
	printf(" %s %-7s %s\n", at, what, quote_visible(seen, sizeof seen, text,
	    strlen(text)));
}

static void
why_lost(const struct history_drop *d)
{
	char text[400], span[SPAN_TEXT], words[PATH_FIGURES_TEXT];

	if (d->path.known)
		why_line(d->lost - d->silent, "path",
		    path_figures_words(&d->path, words, sizeof words));
	if (d->silent > 0)
		why_line(d->lost - d->silent, "silent", "last answer");
	snprintf(text, sizeof text, "%s (up for %s)", d->why,
	    span_text(d->lasted, span));
	why_line(d->lost, "lost", text);
	if (d->then[0] != '\0')
		why_line(d->lost, "then", d->then);
}

static void
why_back(const struct history_drop *d)
{
	char whole[SPAN_TEXT], notice[SPAN_TEXT], back[SPAN_TEXT];
	char text[200];

	if (d->back == 0)
		return;
	span_text(d->outage + d->silent, whole);
	span_text(d->silent, notice);
	span_text(d->outage, back);
	if (d->silent > 0)
		snprintf(text, sizeof text, "outage %s: detected after %s, "
		    "reconnected %s later", whole, notice, back);
	else
		snprintf(text, sizeof text, "outage %s", whole);
	why_line(d->back, "up", text);
}

/* A restart or a stop of the user. */
static void
why_asked(const struct history_drop *d)
{
	char text[80], span[SPAN_TEXT];

	if (strcmp(d->why, "restart") != 0) {
		why_line(d->lost, "stop", "by sshpctl or a signal");
		return;
	}
	snprintf(text, sizeof text, "by sshpctl or SIGUSR1 (up for %s)",
	    span_text(d->lasted, span));
	why_line(d->lost, "restart", text);
}

/* Prints the last drops, restarts and stops, oldest first. */
static void
why_events(const struct history *h)
{
	size_t drops = h->drops < SHOWN ? h->drops : SHOWN;
	size_t askeds = h->askeds < HISTORY_ASKED ? h->askeds : HISTORY_ASKED;
	const struct history_drop *d, *a;

	while (drops + askeds > 0) {
		d = drops == 0 ? NULL : history_drop(h, drops - 1);
		a = askeds == 0 ? NULL : history_asked(h, askeds - 1);
		if (a == NULL || (d != NULL && d->lost <= a->lost)) {
			why_lost(d);
			drops--;
		} else {
			why_asked(d = a);
			askeds--;
		}
		why_back(d);
	}
}

/* "not running; ended 14:05:12: stopped". */
static void
why_gone(const struct why *t, char *out, size_t size)
{
	const struct history_event *e = &t->all.last;
	char at[40];

	why_time(e->time, at);
	if (e->kind == HISTORY_END)
		snprintf(out, size, "not running; ended %s: %s", at, e->why);
	else
		snprintf(out, size, "not running; killed, or the machine went "
		    "down, after %s", at);
}

/* "vps", or "vps/0123456789ab (-L 80:localhost:80)". */
static void
why_name(const struct why *t, const struct sought *o, bool several,
    char *out, size_t size)
{
	const char *name = o != NULL ? o->status.name : t->all.about.name;
	const char *id = o != NULL ? o->status.id : t->id;
	const char *all = o != NULL ? o->status.forwards :
	    t->all.about.forwards;
	char text[1000];

	if (several)
		snprintf(text, sizeof text, "%s/%s%s%s%s", name, id,
		    *all != '\0' ? " (" : "", all, *all != '\0' ? ")" : "");
	else
		snprintf(text, sizeof text, "%s", name);
	quote_visible(out, size, text, strlen(text));
}

static void
why_head(const struct why *t, const struct sought *o, bool several)
{
	size_t n = history_since(&t->history, why_midnight());
	char state[600], seen[1200], shown[2400];

	if (o != NULL)
		state_text(o, true, state, sizeof state);
	else
		why_gone(t, state, sizeof state);
	why_name(t, o, several, shown, sizeof shown);
	printf("%s: %s; %zu drop%s today\n", shown,
	    quote_visible(seen, sizeof seen, state, strlen(state)), n,
	    n == 1 ? "" : "s");
}

void
why_print(const struct why *t, const struct sought *o, bool several)
{
	struct loss_pattern p = loss_pattern_find(&t->all);
	char text[LOSS_PATTERN_TEXT];

	why_head(t, o, several);
	why_events(&t->history);
	if (t->history.drops == 0)
		puts(" no connection was lost so far");
	if (*loss_pattern_text(&p, &t->all, getenv("HOME"), text) != '\0')
		printf("Pattern: %s\n", text);
}

/* --- JSON --- */

/* When the connection was up again, if it was. */
static void
json_back(const struct history_drop *d)
{
	if (d->back != 0)
		printf(",\"back\":%.3f,\"return_seconds\":%.3f",
		    (double)d->back / 1e3, (double)d->outage / 1e3);
}

static void
json_drop(struct pool *p, const struct history_drop *d, bool first)
{
	printf("%s{\"lost\":%.3f,\"up_seconds\":%.3f,\"phase\":%s,"
	    "\"reason\":%s,\"notice_seconds\":%.3f,\"then\":%s",
	    first ? "" : ",", (double)d->lost / 1e3, (double)d->lasted / 1e3,
	    quote_json(p, history_phase(d->phase)), quote_json(p, d->why),
	    (double)d->silent / 1e3, d->then[0] == '\0' ? "null" :
	    quote_json(p, d->then));
	json_back(d);
	printf(",\"path\":%s}", metrics_json_path(p, &d->path));
}

/* The restarts and stops of the user, and how sshp ended. */
static void
json_requests(struct pool *p, const struct why *t, bool running)
{
	const struct history *h = &t->history;
	const struct history_event *e = &t->all.last;
	size_t n = h->askeds < HISTORY_ASKED ? h->askeds : HISTORY_ASKED;
	const struct history_drop *d;
	const char *comma = "";

	fputs("],\"requests\":[", stdout);
	while (n-- > 0) {
		if ((d = history_asked(h, n)) == NULL)
			continue;
		printf("%s{\"request\":%s,\"time\":%.3f,\"up_seconds\":%.3f",
		    comma, quote_json(p, strcmp(d->why, "restart") == 0 ?
		    "restart" : "stop"), (double)d->lost / 1e3,
		    (double)d->lasted / 1e3);
		json_back(d);
		putchar('}');
		comma = ",";
	}
	putchar(']');
	if (!running && e->kind == HISTORY_END)
		printf(",\"ended\":%.3f,\"end_reason\":%s",
		    (double)e->time / 1e3, quote_json(p, e->why));
}

void
why_json(const struct why *t, const struct sought *o)
{
	struct loss_pattern p = loss_pattern_find(&t->all);
	struct pool pool = { 0 };
	const struct history_drop *d;
	char text[LOSS_PATTERN_TEXT];
	size_t i, n = t->history.drops < HISTORY_DROPS ? t->history.drops :
	    HISTORY_DROPS;

	printf("{\"name\":%s,\"id\":%s,\"to\":%s,\"forwards\":%s,"
	    "\"running\":%s,\"drops_today\":%zu,\"drops\":[",
	    quote_json(&pool, o != NULL ? o->status.name :
	    t->all.about.name),
	    quote_json(&pool, o != NULL ? o->status.id : t->id),
	    quote_json(&pool, o != NULL ? o->status.to : t->all.about.to),
	    quote_json(&pool, o != NULL ? o->status.forwards :
	    t->all.about.forwards), o != NULL ? "true" : "false",
	    history_since(&t->history, why_midnight()));
	for (i = n; i-- > 0; )
		if ((d = history_drop(&t->history, i)) != NULL)
			json_drop(&pool, d, i == n - 1);
	json_requests(&pool, t, o != NULL);
	loss_pattern_text(&p, &t->all, getenv("HOME"), text);
	printf(",\"pattern\":%s}", *text == '\0' ? "null" :
	    quote_json(&pool, text));
	pool_free(&pool);
}
