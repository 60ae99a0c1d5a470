/* SPDX-License-Identifier: ISC */
/* Collects the findings of lint, in the order of files and lines. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conf/lint_rules.h"

/* What l->found has. */
enum { FILES, FINDINGS };

void
lint_add_file(struct lint *l, const char *path)
{
	lookup_add(&l->found, &l->pool, (struct lookup_key){ FILES, 0, path },
	    path);
}

static struct lookup_key
line_key(struct origin at)
{
	return (struct lookup_key){ FINDINGS, (size_t)at.line,
	    at.file == NULL ? "" : at.file };
}

static void
add(struct lint *l, struct lint_finding new)
{
	struct lint_finding *f = pool_get(&l->pool, sizeof *f);
	const struct lookup_entry *e = lookup_find(&l->found,
	    line_key(new.at));

	if (f == NULL || new.text == NULL)
		return;
	for (; e != NULL; e = e->next)
		if (strcmp(((const struct lint_finding *)e->what)->text,
		    new.text) == 0)
			return;
	*f = new;
	e = lookup_find(&l->found, (struct lookup_key){ FILES, 0,
	    line_key(f->at).text });
	f->file = e == NULL ? SIZE_MAX : e->order;
	f->order = l->findings++;
	f->next = l->finding;
	l->finding = f;
	lookup_add(&l->found, &l->pool, line_key(f->at), f);
}

/* For qsort(3). */
static int
by_place(const void *a, const void *b)
{
	const struct lint_finding *const *x = a, *const *y = b;

	if ((*x)->file != (*y)->file)
		return (*x)->file < (*y)->file ? -1 : 1;
	if ((*x)->at.line != (*y)->at.line)
		return (*x)->at.line < (*y)->at.line ? -1 : 1;
	return (*x)->order < (*y)->order ? -1 : (*x)->order > (*y)->order;
}

void
lint_sort(struct lint *l)
{
	struct lint_finding **all, *f;
	size_t n = 0;

	if (l->findings == 0 || (all = pool_get(&l->pool, l->findings *
	    sizeof *all)) == NULL)
		return;
	for (f = l->finding; f != NULL; f = f->next)
		all[n++] = f;
	qsort(all, n, sizeof *all, by_place);
	for (l->finding = NULL; n > 0; l->finding = all[n]) {
		n--;
		all[n]->next = l->finding;
	}
}

/* A finding about the line in ssh's words, or about its cause; or NULL. */
static struct lint_finding *
complaint(const struct lint *l, struct origin at)
{
	const struct lookup_entry *e = lookup_find(&l->found, line_key(at));
	struct lint_finding *f;

	for (; e != NULL; e = e->next) {
		f = (struct lint_finding *)(uintptr_t)e->what;
		if (f->said || f->cause)
			return f;
	}
	return NULL;
}

static const char	*format(struct lint *l, const char *fmt, va_list ap)
    __attribute__((format(printf, 2, 0)));

static const char *
format(struct lint *l, const char *fmt, va_list ap)
{
	char text[900];

	vsnprintf(text, sizeof text, fmt, ap);
	return pool_copy(&l->pool, text, strlen(text));
}

void
lint_found(struct lint *l, enum lint_level level, struct origin at,
    const char *fmt, ...)
{
	const char *text;
	va_list ap;

	va_start(ap, fmt);
	text = format(l, fmt, ap);
	va_end(ap);
	add(l, (struct lint_finding){ .level = level, .at = at,
	    .text = text });
}

/*
 * Adds a finding in ssh's words, or about their cause, unless the line has one:
 * then the cause gets the text, and the level of ssh's words.
 */
static void
complain(struct lint *l, struct lint_finding new)
{
	struct lint_finding *f = complaint(l, new.at);

	if (f == NULL)
		add(l, new);
	else if (new.cause && f->said && new.text != NULL)
		f->text = new.text;
	else if (new.said && f->cause)
		f->level = new.level;
}

void
lint_cause(struct lint *l, enum lint_level level, struct origin at,
    const char *fmt, ...)
{
	struct lint_finding new = { .level = level, .at = at, .cause = true };
	va_list ap;

	va_start(ap, fmt);
	new.text = format(l, fmt, ap);
	va_end(ap);
	complain(l, new);
}

void
lint_said(struct lint *l, enum lint_level level, struct origin at,
    const char *fmt, ...)
{
	struct lint_finding new = { .level = level, .at = at, .said = true };
	va_list ap;

	va_start(ap, fmt);
	new.text = format(l, fmt, ap);
	va_end(ap);
	complain(l, new);
}
