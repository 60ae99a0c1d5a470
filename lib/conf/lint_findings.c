/* SPDX-License-Identifier: ISC */
/* Collects the findings of lint, in the order of files and lines. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/lint_rules.h"

static size_t
file_rank(const struct lint *l, struct origin at)
{
	size_t i;

	for (i = 0; i < l->files; i++)
		if (at.file != NULL && strcmp(l->file[i], at.file) == 0)
			break;
	return i;
}

static bool
before(const struct lint *l, const struct lint_finding *a,
    const struct lint_finding *b)
{
	size_t x = file_rank(l, a->at), y = file_rank(l, b->at);

	return x < y || (x == y && a->at.line <= b->at.line);
}

/* Puts a finding into its place. */
static void
add(struct lint *l, struct lint_finding new)
{
	struct lint_finding *f = pool_get(&l->pool, sizeof *f), **link;

	if (f == NULL || new.text == NULL)
		return;
	*f = new;
	for (link = &l->finding; *link != NULL && before(l, *link, f);
	    link = &(*link)->next)
		if ((*link)->at.line == f->at.line &&
		    strcmp((*link)->at.file, f->at.file) == 0 &&
		    strcmp((*link)->text, f->text) == 0)
			return;
	f->next = *link;
	*link = f;
}

/* A finding about the line in ssh's words, or about its cause; or NULL. */
static struct lint_finding *
complaint(const struct lint *l, struct origin at)
{
	struct lint_finding *f;

	for (f = l->finding; f != NULL; f = f->next)
		if ((f->said || f->cause) && f->at.line == at.line &&
		    strcmp(f->at.file, at.file) == 0)
			break;
	return f;
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
