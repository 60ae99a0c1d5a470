/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/line.h"
#include "conf/lint_rules.h"

/* --- reading --- */

/* True for a pattern, or a list of patterns, that every name matches. */
static bool
all_names(const char *list)
{
	return strchr(list, '!') == NULL && (strcmp(list, "*") == 0 ||
	    strcmp(list, "?*") == 0 || strncmp(list, "*,", 2) == 0 ||
	    (strlen(list) > 1 && strcmp(list + strlen(list) - 2, ",*") == 0));
}

static bool
match_all_hosts(const struct line *line)
{
	static const char *const criterion[] = { "host", "originalhost",
	    "user", "localuser" };
	size_t i, c;

	if (line->n == 1)
		return strcasecmp(line->word[0], "all") == 0;
	for (i = 0; i + 1 < line->n; i += 2) {
		for (c = 0; c < 4; c++)
			if (strcasecmp(line->word[i], criterion[c]) == 0)
				break;
		if (c == 4 || !all_names(line->word[i + 1]))
			return false;
	}
	return i > 0 && i == line->n;
}

static bool
all_hosts(const struct line *line, bool match)
{
	size_t i;
	bool any = false;

	if (match)
		return match_all_hosts(line);
	for (i = 0; i < line->n; i++) {
		if (line->word[i][0] == '!')
			return false;
		any = any || all_names(line->word[i]);
	}
	return any;
}

static const char *const *
copy_words(struct lint *l, const struct line *line)
{
	const char **word = pool_get(&l->pool, (line->n + 1) * sizeof *word);
	size_t i;

	for (i = 0; word != NULL && i < line->n; i++) {
		word[i] = pool_copy(&l->pool, line->word[i],
		    strlen(line->word[i]));
		if (word[i] == NULL)
			return NULL;
	}
	return word;
}

static void
begin_block(struct lint *l, const struct line *line, struct origin at,
    struct lint_block *outer, bool match)
{
	struct lint_block *b = pool_get(&l->pool, sizeof *b);
	const char *const *word = copy_words(l, line);

	if (b == NULL || word == NULL)
		return;
	*b = (struct lint_block){ .next = l->blocks, .outer = outer,
	    .at = at, .n = line->n,
	    .word = match || line->n == 0 ? NULL : word,
	    .always = line->n > 0 && all_hosts(line, match) &&
	    (outer == NULL || outer->always), .number = ++l->block_count };
	lint_add_block(l, b);
	l->block = l->blocks = b;
	lint_characters(l, at, word, line->n);
}

/* The keyword of the line as it is spelled in the text of n bytes. */
static const char *
spelling(struct lint *l, const char *text, size_t n, const char *keyword)
{
	size_t len = strlen(keyword);

	for (; n >= len; text++, n--)
		if (strncasecmp(text, keyword, len) == 0)
			return pool_copy(&l->pool, text, len);
	return pool_copy(&l->pool, keyword, len);
}

static struct lint_item *
new_item(struct lint *l, const struct line *line, struct origin at)
{
	struct lint_item *i = pool_get(&l->pool, sizeof *i);
	enum keyword k = keyword_find(line->keyword);

	if (i == NULL)
		return NULL;
	*i = (struct lint_item){ .block = l->block, .at = at,
	    .k = k == KEYWORDS ? k : keyword_rows[k].of, .row = k,
	    .name = pool_copy(&l->pool, line->keyword, strlen(line->keyword)),
	    .value = pool_copy(&l->pool, line->rest, strlen(line->rest)),
	    .words = copy_words(l, line), .n = line->n };
	if (i->name == NULL || i->value == NULL || i->words == NULL)
		return NULL;
	i->word = i->n == 0 ? "" : i->words[0];
	return i;
}

static void
add_item(struct lint *l, const struct line *line, struct origin at,
    const char *text, size_t n)
{
	struct lint_item *i = new_item(l, line, at);

	if (i == NULL || (i->spelled = spelling(l, text, n, line->keyword)) ==
	    NULL)
		return;
	i->order = l->items++;
	*l->last = i;
	l->last = &i->next;
	lint_add_line(l, i);
	lint_characters(l, at, i->words, i->n);
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

/* The block keyword that the line has, or was meant to have; or KEYWORDS. */
static enum keyword
block_keyword(struct lint *l, const struct line *line)
{
	enum keyword k = keyword_find(line->keyword);

	if (k == KEYWORDS)
		(void)lint_meant(&l->pool, line->keyword, &k);
	return k == KW_host || k == KW_match ? k : KEYWORDS;
}

/* A line without a value: ssh says so, but not why. */
static void
lonely_keyword(struct lint *l, const struct line *line, struct origin at)
{
	const char *name, *odd;
	size_t n;

	if ((odd = lint_invisible(line->keyword, &n, &name)) != NULL)
		lint_cause(l, LINT_ERROR, at, "the keyword \"%s\" has a %s; "
		    "replace it with a plain space, or delete it",
		    line->keyword, name);
}

/* Reads the line of n bytes at text, which is split in line. */
static void
read_line(struct lint *l, const struct line *line, struct origin at,
    struct lint_block *outer, const char *text, size_t n)
{
	enum keyword k = block_keyword(l, line);
	static char none[] = "";

	if (line->rest == NULL)
		lonely_keyword(l, line, at);
	else if (strcmp(line->keyword, "include") == 0)
		read_include(l, line, at);
	else if (k == KEYWORDS || keyword_find(line->keyword) != k)
		add_item(l, line, at, text, n);
	if (k != KEYWORDS)
		begin_block(l, line->rest != NULL ? line :
		    &(struct line){ .rest = none }, at, outer, k == KW_match);
}

/* The length of a byte order mark; -1 if the text is UTF-16. */
static int
byte_order(struct lint *l, const char *text, size_t len, struct origin at)
{
	at.line = 1;
	if (len >= 2 && (memcmp(text, "\377\376", 2) == 0 ||
	    memcmp(text, "\376\377", 2) == 0 || text[0] == '\0' ||
	    text[1] == '\0')) {
		l->utf16 = at.file;
		lint_cause(l, LINT_ERROR, at, "this file is UTF-16, which ssh "
		    "does not read; save it as UTF-8");
		return -1;
	}
	if (len < 3 || memcmp(text, "\357\273\277", 3) != 0)
		return 0;
	lint_cause(l, LINT_ERROR, at, "the file begins with a byte order mark "
	    "(\357\273\277), which ssh takes as part of the first word; save "
	    "the file as UTF-8 without it");
	return 3;
}

static void
read_text(struct lint *l, const char *text, size_t len, struct origin at)
{
	const char *end = text + len, *nl;
	struct lint_block *outer = l->block;
	struct line line = { 0 };
	int mark = byte_order(l, text, len, at);

	if (mark == -1)
		return;
	for (text += mark; text < end; text = nl + 1) {
		if ((nl = memchr(text, '\n', (size_t)(end - text))) == NULL)
			nl = end;
		at.line++;
		if (line_read(&line, text, (size_t)(nl - text)) == 1)
			read_line(l, &line, at, outer, text,
			    (size_t)(nl - text));
	}
	line_close(&line);
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

	if ((at.file = pool_text(&l->pool, "%s", path)) == NULL)
		return 0;
	lint_add_file(l, at.file);
	if (l->depth == 0)
		l->block = NULL;
	if (l->root == NULL)
		l->root = at.file;
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

/* What to do about a complaint of ssh; "" if the complaint says it. */
static const char *
cure_of(const char *text)
{
	static const char pairs[] = "Match takes pairs of a criterion and a "
	    "list with commas: Match host a,b";
	static const struct { const char *part, *cure; } row[] = {
		{ "no argument after keyword", "add the value, or delete the "
		    "line" },
		{ "keyword ignoreunknown extra", "put commas between the "
		    "names, without spaces" },
		{ "keyword port extra", "a comment begins with #" },
		{ "extra arguments", "put a value with spaces in quotes" },
		{ "invalid quotes", "close the quote" },
		{ "Unsupported option", "delete the line" },
		{ "Missing Match criteria", pairs },
		{ "missing argument for Match", pairs },
		{ "Unsupported Match attribute", pairs },
		{ "unsupported option", "see ssh_config(5) for the values" },
		{ "cipher spec", "\"ssh -Q cipher\" lists what ssh has" },
		{ "MAC spec", "\"ssh -Q mac\" lists what ssh has" },
		{ "KexAlgorithms '", "\"ssh -Q kex\" lists what ssh has" },
		{ "key types '", "\"ssh -Q key-sig\" lists what ssh has" },
	};
	size_t i;

	for (i = 0; i < sizeof row / sizeof *row; i++)
		if (strstr(text, row[i].part) != NULL)
			return row[i].cure;
	return "";
}

/* Skips "FILE line N: " and "FILE: line N: ". */
static const char *
skip_place(const char *text, struct origin at)
{
	char prefix[300];
	size_t n;

	n = (size_t)snprintf(prefix, sizeof prefix, "%s line %d: ", at.file,
	    at.line);
	if (strncmp(text, prefix, n) == 0)
		return text + n;
	n = (size_t)snprintf(prefix, sizeof prefix, "%s: line %d: ", at.file,
	    at.line);
	return strncmp(text, prefix, n) == 0 ? text + n : text;
}

void
lint_complaint(struct lint *l, enum source_level level, struct origin at,
    const char *text)
{
	const char *cure;
	size_t n;

	/* The count of bad lines at the end tells nothing new. */
	if (at.line == 0 || level == LEVEL_FATAL || (l->utf16 != NULL &&
	    strcmp(l->utf16, at.file) == 0))
		return;
	/* The finding outlives the evaluation that owns the name. */
	at.file = pool_text(&l->pool, "%s", at.file);
	if (at.file == NULL)
		return;
	text = skip_place(text, at);
	/* Unknown keywords have a rule of their own. */
	if (strstr(text, "Bad configuration option") != NULL ||
	    strstr(text, ": unknown keyword") != NULL)
		return;
	cure = cure_of(text);
	if ((n = strlen(text)) > 0 && text[n - 1] == '.')
		n--;
	lint_said(l, strncmp(text, "Unsupported option", 18) == 0 ?
	    LINT_WARNING : LINT_ERROR, at, "%.*s%s%s", (int)n, text,
	    *cure == '\0' ? "" : "; ", cure);
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
	const struct lint_block *b;

	for (b = l->blocks; b != NULL; b = b->next)
		if (b->word != NULL)
			lint_host(l, b);
	for (i = l->first; i != NULL; i = i->next) {
		lint_unknown(l, i);
		lint_rules(l, i);
	}
	l->first = NULL;
	l->blocks = NULL;
	l->last = &l->first;
	l->root = l->ignore = NULL;
	l->line = (struct lookup){ 0 };
	l->items = l->block_count = 0;
	lint_sort(l);
}

void
lint_close(struct lint *l)
{
	pool_free(&l->pool);
}
