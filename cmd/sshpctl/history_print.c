/* SPDX-License-Identifier: ISC */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/span.h"
#include "proto/cause.h"
#include "sshpctl/client.h"
#include "sshpctl/history_print.h"
#include "sshpctl/why.h"
#include "supervise/history.h"
#include "sys/filewatch.h"

enum { SLOW = 5000 };		/* between looks without inotify(7), ms */

/* A history, and how far it was printed. */
struct printed {
	char id[64];
	long uid;
	char *line;		/* the last one */
};

/* A line to print. */
struct entry {
	int64_t time;
	size_t order;		/* of lines with the same time */
	char *text;
};

struct log_view {
	struct printed *file;
	size_t files;
	struct entry *entry;
	size_t n, room;
};

/* --- one event in words --- */

static void
event_text(const struct history_event *e, char *out, size_t size)
{
	char span[SPAN_TEXT];

	if (e->kind == HISTORY_START)
		snprintf(out, size, "sshp started as process %lld",
		    (long long)e->pid);
	else if (e->kind == HISTORY_UP && e->outage > 0)
		snprintf(out, size, "up again after %s",
		    span_text(e->outage, span));
	else if (e->kind == HISTORY_UP)
		snprintf(out, size, "up in %s", span_text(e->took, span));
	else if (e->kind == HISTORY_LOST && e->cause == CAUSE_ASKED)
		snprintf(out, size, "restarted by sshpctl or SIGUSR1, was up "
		    "for %s", span_text(e->lasted, span));
	else if (e->kind == HISTORY_LOST)
		snprintf(out, size, "connection lost after %s: %s",
		    span_text(e->lasted, span), e->why);
	else if (e->kind == HISTORY_WAIT)
		snprintf(out, size, "not up (%s): %s", history_phase(e->phase),
		    e->why);
	else
		snprintf(out, size, "sshp ended: %s", e->why);
}

static void
log_add(struct log_view *v, const struct history_event *e, const char *name)
{
	char at[40] = "", what[600], line[1000], *text = malloc(2000);
	size_t room = v->room == 0 ? 64 : 2 * v->room;
	time_t t = (time_t)(e->time / 1000);
	struct entry *more;
	struct tm tm = { 0 };

	if (v->n == v->room && text != NULL) {
		if ((more = realloc(v->entry, room * sizeof *more)) == NULL) {
			free(text);
			return;
		}
		v->entry = more;
		v->room = room;
	}
	if (text == NULL)
		return;
	(void)localtime_r(&t, &tm);
	(void)strftime(at, sizeof at, "%Y-%m-%d %H:%M:%S", &tm);
	event_text(e, what, sizeof what);
	snprintf(line, sizeof line, "%s %s: %s", at, name, what);
	quote_visible(text, 2000, line, strlen(line));
	v->entry[v->n] = (struct entry){ e->time, v->n, text };
	v->n++;
}

/* --- the files --- */

static struct printed *
log_file(struct log_view *v, const char *id, long uid)
{
	struct printed *more;
	size_t i;

	for (i = 0; i < v->files; i++)
		if (v->file[i].uid == uid && strcmp(v->file[i].id, id) == 0)
			return &v->file[i];
	if ((more = realloc(v->file, (v->files + 1) * sizeof *more)) == NULL)
		return NULL;
	v->file = more;
	v->file[v->files] = (struct printed){ .uid = uid };
	snprintf(v->file[v->files].id, sizeof v->file->id, "%s", id);
	return &v->file[v->files++];
}

/* The text behind the last printed line; all of it if that is not there. */
static const char *
log_rest(const struct printed *p, const char *text)
{
	const char *at, *rest = text;

	for (at = text; p->line != NULL && (at = strstr(at, p->line)) != NULL;
	    at++)
		rest = at + strlen(p->line);
	return rest;
}

/* Collects the new events of a history; skips a last line without a newline. */
static void
log_text(void *arg, const struct userdir *dir, const char *id,
    const char *text)
{
	struct log_view *v = arg;
	struct printed *p = log_file(v, id, dir->uid);
	const char *at, *rest;
	struct history_event e;
	char user[64] = "", name[200];
	size_t n;

	if (p == NULL)
		return;
	if (!dir->own)
		(void)client_user(dir->uid, user, sizeof user);
	snprintf(name, sizeof name, "%s", id);
	rest = log_rest(p, text);
	for (at = text; at[n = strcspn(at, "\n")] != '\0'; at += n + 1) {
		if (history_read(&e, at, n) == -1)
			continue;
		if (e.kind == HISTORY_ABOUT)
			snprintf(name, sizeof name, "%s%s%s", user, dir->own ?
			    "" : ":", e.name);
		else if (e.kind != HISTORY_OTHER && at >= rest)
			log_add(v, &e, name);
	}
	/* at is behind the last whole line. */
	for (n = 0; at - n > text && (n == 0 || at[-(long)n - 1] != '\n'); )
		n++;
	if (n > 0) {
		free(p->line);
		p->line = strndup(at - n, n);
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->time != y->time)
		return x->time < y->time ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void
log_flush(struct log_view *v)
{
	size_t i;

	if (v->n > 0)
		qsort(v->entry, v->n, sizeof *v->entry, by_time);
	for (i = 0; i < v->n; i++) {
		puts(v->entry[i].text);
		free(v->entry[i].text);
	}
	v->n = 0;
	(void)fflush(stdout);
}

/* Returns -1 if a word, *missing, means no history. */
static int
log_look(struct log_view *v, const struct userdirs *places,
    const char *const *word, size_t *missing)
{
	int ret = 0;
	size_t i;

	if (word == NULL)
		(void)why_texts(places, NULL, log_text, v);
	for (i = 0; word != NULL && word[i] != NULL; i++)
		if (why_texts(places, word[i], log_text, v) == 0) {
			*missing = i;
			ret = -1;
		}
	return ret;
}

/* Waits until a history changes; other users' directories have no watch. */
static void
log_wait(int watch, bool others)
{
	struct pollfd fd = { .fd = watch, .events = POLLIN };

	(void)poll(&fd, 1, watch == -1 || others ? SLOW : -1);
	if (watch != -1)
		filewatch_take(watch);
}

int
history_print(const struct userdirs *places, const char *const *word,
    bool follow, size_t *missing)
{
	struct log_view v = { .n = 0 };
	const char *dir[16];
	bool others = false;
	size_t i, own = 0, none;
	int ret, watch = -1;

	for (i = 0; i < places->n; i++)
		if (places->dir[i].own && own < sizeof dir / sizeof *dir)
			dir[own++] = places->dir[i].path;
	for (i = 0; word != NULL && word[i] != NULL; i++)
		others = others || strchr(word[i], ':') != NULL;
	if (follow)
		watch = filewatch_appends(dir, (int)own);
	ret = log_look(&v, places, word, missing);
	log_flush(&v);
	while (ret == 0 && follow && !ferror(stdout)) {
		log_wait(watch, others);
		(void)log_look(&v, places, word, &none);
		log_flush(&v);
	}
	if (watch != -1)
		close(watch);
	for (i = 0; i < v.files; i++)
		free(v.file[i].line);
	free(v.file);
	free(v.entry);
	return ret;
}
