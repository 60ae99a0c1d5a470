/* SPDX-License-Identifier: ISC */
/* Reads lines that only the installed ssh can judge. */
#include <stdio.h>
#include <string.h>

#include "base/pattern.h"
#include "conf/evaluation.h"

/* --- ssh's answer --- */

static const struct source_answer *
ask(struct readconf *r, bool effect)
{
	const struct config_source *s = r->e->source;
	/* Another function complains about open quotes. */
	const char *line = pool_text(&r->e->s->pool, "%s=%s", r->line.keyword,
	    r->line.unquoted ? "no" : r->line.rest);

	return line == NULL ? NULL : s->ask(s->arg, r->at, line, effect);
}

/* Turns a message of ssh about -o into a complaint about the line. */
static void
relay_line(const struct readconf *r, const char *text, size_t n)
{
	static const char colon[] = "command-line: line 0: ",
	    plain[] = "command-line line 0: ";
	const struct config_source *s = r->e->source;

	if (strncmp(text, colon, sizeof colon - 1) == 0)
		source_complain(s, LEVEL_ERROR, r->at, "%s: line %d: %.*s",
		    r->at.file, r->at.line, (int)(n - (sizeof colon - 1)),
		    text + sizeof colon - 1);
	else if (strncmp(text, plain, sizeof plain - 1) == 0)
		source_complain(s, LEVEL_ERROR, r->at, "%s line %d: %.*s",
		    r->at.file, r->at.line, (int)(n - (sizeof plain - 1)),
		    text + sizeof plain - 1);
	else
		source_complain(s, LEVEL_ERROR, r->at, "%.*s", (int)n, text);
}

static void
relay(const struct readconf *r, const char *said)
{
	size_t n;

	for (; *said != '\0'; said += n + (said[n] == '\n')) {
		n = strcspn(said, "\n");
		relay_line(r, said, n);
	}
}

/* Sets the values that the line changes: sets has lines of "ssh -G". */
static void
take_effect(struct readconf *r, const char *sets)
{
	struct line line = { 0 };
	struct taking t;
	enum keyword k;
	size_t n;

	for (; *sets != '\0'; sets += n + (sets[n] == '\n')) {
		n = strcspn(sets, "\n");
		if (line_read(&line, sets, n) != 1 || line.rest == NULL ||
		    (k = keyword_find(line.keyword)) == KEYWORDS)
			continue;
		t = (struct taking){
			.s = r->e->s, .source = r->e->quiet == NULL ?
			    r->e->source : r->e->quiet,
			.line = &line, .at = r->at, .k = keyword_rows[k].of,
			.active = true,
		};
		(void)value_take(&t);
	}
	line_close(&line);
}

/* --- keywords --- */

/* An unknown Persist keyword is an error, even with IgnoreUnknown. */
static enum outcome
persist_unknown(struct readconf *r)
{
	char text[500];

	snprintf(text, sizeof text, "%s: %s: unknown keyword (sshp_config(5) "
	    "lists the Persist keywords)",
	    source_place(&r->e->s->pool, r->at), r->line.keyword);
	r->e->source->oops(r->e->source->arg, r->at, text);
	return OURS;
}

static bool
ignored(const struct readconf *r)
{
	const char *list = settings_get(r->e->s, KW_ignoreunknown);

	return list != NULL && pattern_list(list, r->line.keyword, true) == 1;
}

static enum outcome
rejected(struct readconf *r, enum keyword *k, const struct source_answer *a)
{
	*k = KEYWORDS;
	if (ignored(r)) {
		reading_tell(r, HEARD_IGNORED, KEYWORDS);
		return TAKEN;
	}
	if (a != NULL && a->said[0] != '\0')
		relay(r, a->said);
	else
		source_complain(r->e->source, LEVEL_ERROR, r->at,
		    "%s: line %d: Bad configuration option: %s", r->at.file,
		    r->at.line, r->line.keyword);
	return BAD_LINE;
}

enum outcome
unknown_line(struct readconf *r, enum keyword *k)
{
	const struct source_answer *a;

	if (strncmp(r->line.keyword, "persist", 7) == 0)
		return persist_unknown(r);
	/* Does not ask: most ignored keywords are for another system's ssh. */
	if (r->e->source->ask == NULL || (*k == KEYWORDS && ignored(r))) {
		if (*k == KEYWORDS)
			reading_tell(r, HEARD_IGNORED, KEYWORDS);
		return TAKEN;
	}
	a = ask(r, r->active && *k == KEYWORDS);
	if (a == NULL || !a->good)
		return rejected(r, k, a);
	relay(r, a->said);
	if (r->active && *k == KEYWORDS) {
		reading_applied(r);
		if (a->sets != NULL)
			take_effect(r, a->sets);
	}
	return TAKEN;
}

/* --- values --- */

bool
unknown_value(struct readconf *r)
{
	const struct source_answer *a = r->line.unquoted ||
	    r->e->source->ask == NULL ? NULL : ask(r, r->active);

	if (a == NULL || !a->good)
		return false;
	relay(r, a->said);
	if (r->active && a->sets != NULL)
		take_effect(r, a->sets);
	return true;
}
