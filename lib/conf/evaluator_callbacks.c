/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "conf/evaluator_callbacks.h"

bool
source_debian(const struct config_source *s)
{
	const char *version = s->version(s->arg);

	return strstr(version, "Debian") != NULL ||
	    strstr(version, "Ubuntu") != NULL ||
	    strstr(version, "Raspbian") != NULL;
}

bool
source_doubts(const struct config_source *s, enum keyword k)
{
	int since = k == KEYWORDS ? KEYWORD_VENDOR : keyword_rows[k].since;

	return since == KEYWORD_VENDOR ||
	    (since > 900 && s->release(s->arg) < since);
}

const char *
source_place(struct pool *p, struct origin at)
{
	const char *place = at.line == 0 ? "-o" :
	    pool_text(p, "%s:%d", at.file, at.line);

	return place == NULL ? "" : place;
}

void
source_complain(const struct config_source *s, enum source_level level,
    struct origin at, const char *fmt, ...)
{
	char text[1024];	/* ssh prints no more of a message */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	s->complain(s->arg, level, at, text);
}
