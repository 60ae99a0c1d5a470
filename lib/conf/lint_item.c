/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/lint_item.h"

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

void
lint_found(struct lint *l, enum lint_level level, struct origin at,
    const char *fmt, ...)
{
	struct lint_finding *f = pool_get(&l->pool, sizeof *f), **link;
	char text[700];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (f == NULL)
		return;
	*f = (struct lint_finding){ .level = level, .at = at,
	    .text = pool_copy(&l->pool, text, strlen(text)) };
	for (link = &l->finding; *link != NULL && before(l, *link, f);
	    link = &(*link)->next)
		;
	f->next = *link;
	*link = f;
}
