/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/line.h"
#include "conf/lint_rules.h"

/* --- reading --- */

static bool
all_hosts(const struct line *line)
{
	size_t i;
	bool any = false;

	if (strcmp(line->keyword, "match") == 0)
		return line->n == 1 && strcasecmp(line->word[0], "all") == 0;
	for (i = 0; i < line->n; i++) {
		if (line->word[i][0] == '!')
			return false;
		any = any || strcmp(line->word[i], "*") == 0;
	}
	return any;
}

/* Warns about a Host line with negated patterns only, which never matches. */
static void
judge_host(struct lint *l, const struct line *line, struct origin at)
{
	size_t i;

	for (i = 0; i < line->n && line->word[i][0] == '!'; i++)
		;
	if (i == line->n && i > 0)
		lint_found(l, LINT_WARNING, at, "only negated patterns: this "
		    "block matches no host; start with *: \"Host * %s\"",
		    line->rest);
}

static void
begin_block(struct lint *l, const struct line *line, struct origin at,
    struct lint_block *outer)
{
	struct lint_block *b = pool_get(&l->pool, sizeof *b);

	if (strcmp(line->keyword, "host") == 0)
		judge_host(l, line, at);
	if (b == NULL)
		return;
	*b = (struct lint_block){ .outer = outer, .at = at,
	    .always = all_hosts(line) &&
	    (outer == NULL || outer->always),
	    .header = pool_text(&l->pool, "%s %s", line->keyword,
	    line->rest == NULL ? "" : line->rest) };
	l->block = b;
}

static void
add_item(struct lint *l, const struct line *line, struct origin at)
{
	struct lint_item *i = pool_get(&l->pool, sizeof *i);
	enum keyword k = keyword_find(line->keyword);

	if (i == NULL)
		return;
	*i = (struct lint_item){ .block = l->block, .at = at,
	    .k = k == KEYWORDS ? k : keyword_rows[k].of, .row = k,
	    .name = pool_text(&l->pool, "%s", line->keyword),
	    .value = pool_text(&l->pool, "%s", line->rest),
	    .word = line->n == 0 ? "" :
	    pool_text(&l->pool, "%s", line->word[0]) };
	if (i->name == NULL || i->value == NULL || i->word == NULL)
		return;
	*l->last = i;
	l->last = &i->next;
}

static const char *
include_path(struct lint *l, const char *word, enum origin_from from)
{
	const char *system;

	if (*word == '/' || *word == '~')
		return word;
	if (from != FROM_SYSTEM)
		return pool_text(&l->pool, "~/.ssh/%s", word);
	system = l->source->system(l->source->arg);
	return pool_text(&l->pool, "%.*s/%s",
	    (int)(strrchr(system, '/') - system), system, word);
}

static void
read_include(struct lint *l, const struct line *line, struct origin at)
{
	enum { DEPTH = 16 };
	struct lint_block *outer = l->block;
	const char *const *path, *pattern, *why;
	size_t i;

	for (i = 0; i < line->n && l->depth < DEPTH; i++) {
		pattern = include_path(l, line->word[i], at.from);
		path = pattern == NULL ? NULL :
		    l->source->glob(l->source->arg, pattern);
		for (; path != NULL && *path != NULL; path++) {
			l->depth++;
			(void)lint_read(l, *path, at.from, true, &why);
			l->depth--;
			l->block = outer;
		}
	}
}

static void
read_text(struct lint *l, const char *text, size_t len, struct origin at)
{
	const char *end = text + len, *nl;
	struct lint_block *outer = l->block;
	struct line line = { 0 };

	for (; text < end; text = nl + 1) {
		if ((nl = memchr(text, '\n', (size_t)(end - text))) == NULL)
			nl = end;
		at.line++;
		if (line_read(&line, text, (size_t)(nl - text)) != 1 ||
		    line.rest == NULL)
			continue;
		if (strcmp(line.keyword, "host") == 0 ||
		    strcmp(line.keyword, "match") == 0)
			begin_block(l, &line, at, outer);
		else if (strcmp(line.keyword, "include") == 0)
			read_include(l, &line, at);
		else
			add_item(l, &line, at);
	}
	line_close(&line);
}

/* Adds path to the files in their order. */
static const char *
add_file(struct lint *l, const char *path)
{
	const char **more = pool_get(&l->pool, (l->files + 1) * sizeof *more);
	const char *name = pool_text(&l->pool, "%s", path);

	if (more == NULL || name == NULL)
		return NULL;
	if (l->files > 0)
		memcpy(more, l->file, l->files * sizeof *more);
	more[l->files++] = name;
	l->file = more;
	return name;
}

int
lint_read(struct lint *l, const char *path, enum origin_from from, bool check,
    const char **why)
{
	static const char cure[] = "ssh rejects this file, because other "
	    "users can write to it: own it, and run chmod go-w";
	struct origin at = { .from = from };
	const char *text;
	size_t len;

	if ((at.file = add_file(l, path)) == NULL)
		return 0;
	switch (l->source->read(l->source->arg, path, true, &text, &len,
	    why)) {
	case SOURCE_ABSENT:
	case SOURCE_UNREADABLE:
		return -1;
	case SOURCE_UNTRUSTED:
		at.line = 1;
		lint_found(l, check ? LINT_ERROR : LINT_WARNING, at, "%s",
		    check ? cure : "other users can write to this file: run "
		    "chmod go-w");
		at.line = 0;
		(void)l->source->read(l->source->arg, path, false, &text,
		    &len, why);
		break;
	case SOURCE_READ:
		break;
	}
	read_text(l, text, len, at);
	return 0;
}

/* --- ssh's complaints --- */

void
lint_complaint(struct lint *l, enum source_level level, struct origin at,
    const char *text)
{
	char prefix[300];
	size_t n;

	/* The count of bad lines at the end tells nothing new. */
	if (at.line == 0 || level == LEVEL_FATAL)
		return;
	/* The finding outlives the evaluation that owns the name. */
	at.file = pool_text(&l->pool, "%s", at.file);
	if (at.file == NULL)
		return;
	n = (size_t)snprintf(prefix, sizeof prefix, "%s line %d: ", at.file,
	    at.line);
	if (strncmp(text, prefix, n) == 0)
		text += n;
	/* Unknown keywords have a rule of their own. */
	if (strstr(text, "Bad configuration option") != NULL)
		return;
	lint_found(l, strncmp(text, "Unsupported option", 18) == 0 ?
	    LINT_WARNING : LINT_ERROR, at, "%s", text);
}

/* --- the whole check --- */

void
lint_open(struct lint *l, const struct config_source *s)
{
	*l = (struct lint){ .source = s };
	l->last = &l->first;
}

void
lint_judge(struct lint *l)
{
	const struct lint_item *i;

	for (i = l->first; i != NULL; i = i->next) {
		lint_unknown(l, i);
		lint_rules(l, i);
	}
}

void
lint_close(struct lint *l)
{
	pool_free(&l->pool);
}
