/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/config.h"
#include "conf/evaluation.h"
#include "conf/pattern.h"

enum {
	DEPTH = 16,		/* of Include, as ssh has it */
	RECENT = 64
};

/* A file being read. */
struct reading {
	struct evaluation *e;
	struct origin at;
	struct line line;
	bool active;		/* the block applies */
	bool never;		/* the Include stands in a block that does not */
	int depth, bad;
	enum keyword recent[RECENT]; /* found lately, for keyword() */
	struct origin block;	/* the last Host or Match */
	const char *why;	/* it does not apply */
};

/* --- what became of a line --- */

static void
tell(const struct reading *r, enum heard_what what, enum keyword k)
{
	const struct config_source *s = r->e->source;

	if (s->heard == NULL)
		return;
	s->heard(s->arg, &(struct heard){
		.what = what, .k = k, .keyword = r->line.keyword,
		.value = r->line.rest, .line = &r->line, .at = r->at,
		.block = r->block, .why = r->why,
	});
}

static enum outcome
bad(const struct reading *r, const char *text, const char *word)
{
	source_complain(r->e->source, LEVEL_ERROR, r->at, "%s line %d: %s%s%s%s",
	    r->at.file, r->at.line, text, word == NULL ? "" : " \"",
	    word == NULL ? "" : word, word == NULL ? "" : "\"");
	return BAD_LINE;
}

/* --- blocks --- */

static enum outcome
host_line(struct reading *r)
{
	const char *word;
	size_t i;

	r->active = false;
	r->block = r->at;
	r->why = NULL;
	for (i = 0; i < r->line.n; i++) {
		word = r->line.word[i];
		if (*word == '\0')
			return bad(r, "keyword host empty argument", NULL);
		if (r->never)
			return TAKEN;
		if (*word == '!' && pattern_match(word + 1, r->e->host)) {
			r->active = false;
			if (r->e->source->heard != NULL)
				r->why = pool_copy(&r->e->s->pool, word,
				    strlen(word));
			return TAKEN;
		}
		if (*word != '!' && pattern_match(word, r->e->host))
			r->active = true;
	}
	return TAKEN;
}

static enum outcome
match_block(struct reading *r)
{
	int is = match_line(r->e, &r->line, r->at, &r->why);

	r->block = r->at;
	if (is < 0)
		return is == -1 ? BAD_LINE : FATAL;
	r->active = is && !r->never;
	return TAKEN;
}

/* --- Include --- */

static enum outcome	read_file(struct reading *, const char *, size_t);

static enum outcome
include_file(struct reading *r, const char *path)
{
	struct reading in = {
		.e = r->e, .at = { path, 0, r->at.from }, .active = r->active,
		.never = r->never || !r->active, .depth = r->depth + 1,
		.block = r->block, .why = r->why,
	};
	const char *text, *why = "";
	enum outcome is;
	size_t len;

	if (in.depth > DEPTH) {
		source_complain(r->e->source, LEVEL_FATAL, r->at,
		    "Too many recursive configuration includes");
		return FATAL;
	}
	switch (r->e->source->read(r->e->source->arg, path, true, &text, &len,
	    &why)) {
	case SOURCE_ABSENT:
		return TAKEN;
	case SOURCE_UNREADABLE:
		source_complain(r->e->source, LEVEL_ERROR, r->at,
		    "Can't open user config file %.100s: %.100s", path, why);
		return BAD_LINE;
	case SOURCE_UNTRUSTED:
		source_complain(r->e->source, LEVEL_FATAL, r->at,
		    "Bad owner or permissions on %s", path);
		return FATAL;
	case SOURCE_READ:
		break;
	}
	is = read_file(&in, text, len);
	line_close(&in.line);
	return is;
}

/* 9.9 brought tokens and ${ENV}; NULL and a complaint if they are wrong. */
static const char *
include_expand(struct reading *r, const char *word)
{
	struct evaluation *e = r->e;
	struct tokens t;
	const char *path;

	if (strpbrk(word, "%$") == NULL ||
	    e->source->release(e->source->arg) < 909)
		return word;
	path = !match_tokens(e, word, &t) ? NULL :
	    token_expand(&e->s->pool, e->source, &t,
	    TOKEN_PERCENT | TOKEN_DOLLAR, word);
	if (path == NULL)
		source_complain(e->source, LEVEL_FATAL, r->at,
		    "percent_dollar_expand: failed");
	return path;
}

static const char *
include_path(struct reading *r, const char *word)
{
	const char *system = r->e->source->system;
	struct pool *p = &r->e->s->pool;

	if (*word == '/' || *word == '~')
		return word;
	if (r->at.from != FROM_SYSTEM)
		return pool_text(p, "~/.ssh/%s", word);
	return pool_text(p, "%.*s/%s",
	    (int)(strrchr(system, '/') - system), system, word);
}

static enum outcome
include_word(struct reading *r, const char *word)
{
	const char *const *found;
	enum outcome is = TAKEN;

	if (*word == '\0')
		return bad(r, "keyword include empty argument", NULL);
	if ((word = include_expand(r, word)) == NULL)
		return FATAL;
	if (*word == '~' && r->at.from == FROM_SYSTEM) {
		source_complain(r->e->source, LEVEL_ERROR, r->at,
		    "%.200s line %d: bad include path %s.", r->at.file,
		    r->at.line, word);
		return BAD_LINE;
	}
	if ((word = include_path(r, word)) == NULL)
		return FATAL;
	found = r->e->source->glob(r->e->source->arg, word);
	for (; found != NULL && *found != NULL && is == TAKEN; found++)
		is = include_file(r, *found);
	return is;
}

static enum outcome
include(struct reading *r)
{
	enum outcome is = TAKEN;
	size_t i;

	for (i = 0; i < r->line.n && is == TAKEN; i++)
		is = include_word(r, r->line.word[i]);
	return is;
}

/* --- a line --- */

/* Every value counts for what sshp tells ssh: too many do no harm. */
static void
note_ignore(struct evaluation *e, const struct line *l)
{
	if (l->n > 0 && *l->word[0] != '\0')
		e->ignore = pool_text(&e->s->pool, "%s%s%s",
		    e->ignore == NULL ? "" : e->ignore,
		    e->ignore == NULL ? "" : ",", l->word[0]);
}

/* Extension keywords are never ssh's to ignore. */
static enum outcome
persist_unknown(struct reading *r)
{
	char text[500];

	snprintf(text, sizeof text, "%s: %s: unknown keyword (man sshp_config "
	    "lists those that begin with Persist)",
	    source_place(&r->e->s->pool, r->at), r->line.keyword);
	r->e->source->oops(r->e->source->arg, r->at, text);
	return OURS;
}

static enum outcome
unknown(struct reading *r)
{
	const char *ignored = settings_get(r->e->s, KW_ignoreunknown);
	const char *name = r->line.keyword;

	if (strncmp(name, "persist", 7) == 0)
		return persist_unknown(r);
	if (ignored != NULL && pattern_list(ignored, name, true) == 1) {
		tell(r, HEARD_IGNORED, KEYWORDS);
		return TAKEN;
	}
	source_complain(r->e->source, LEVEL_ERROR, r->at,
	    "%s: line %d: Bad configuration option: %s", r->at.file,
	    r->at.line, name);
	return BAD_LINE;
}

/* A keyword that this release of ssh does not have. */
static bool
too_new(const struct evaluation *e, const struct keyword_row *row)
{
	return row->since > 900 && e->source->release(e->source->arg) <
	    row->since;
}

static enum outcome
value_line(struct reading *r, enum keyword k)
{
	struct taking t = {
		.s = r->e->s, .source = r->e->source, .line = &r->line,
		.at = r->at, .k = keyword_rows[k].of,
		.active = r->active, .heard = HEARD_SET,
	};
	enum outcome is;

	if (keyword_rows[k].type == TYPE_PERSIST)
		r->e->extended = true;
	is = value_take(&t);
	if (is == TAKEN)
		tell(r, keyword_rows[k].type == TYPE_IGNORED ?
		    HEARD_IGNORED : t.heard, t.k);
	return is;
}

/* Only a file has blocks. */
static enum outcome
block_line(struct reading *r, enum keyword k)
{
	if (r->at.line == 0) {
		source_complain(r->e->source, LEVEL_ERROR, r->at,
		    k == KW_include ? "Include directive not supported as a "
		    "command-line option" : "Host directive not supported as "
		    "a command-line option");
		return BAD_LINE;
	}
	if (k == KW_host)
		tell(r, HEARD_SET, KW_host);
	return k == KW_host ? host_line(r) : k == KW_match ? match_block(r) :
	    include(r);
}

static enum outcome
keyword_line(struct reading *r, enum keyword k)
{
	switch (keyword_rows[k].type) {
	case TYPE_UNSUPPORTED:
		(void)bad(r, "Unsupported option", r->line.keyword);
		return TAKEN;
	case TYPE_HOST:
	case TYPE_MATCH:
	case TYPE_INCLUDE:
		return block_line(r, k);
	default:
		return value_line(r, k);
	}
}

/*
 * Files repeat a few keywords: is it the last one of the same first letter and
 * about the same length?
 */
static enum keyword
keyword(struct reading *r)
{
	const char *name = r->line.keyword;
	enum keyword *k = &r->recent[((unsigned char)*name * 5 +
	    (size_t)(r->line.rest - name)) % RECENT];

	if (*k == KEYWORDS || strcmp(name, keyword_rows[*k].name) != 0)
		*k = keyword_find(name);
	return *k;
}

/* The line in r->line. */
static enum outcome
take_line(struct reading *r)
{
	enum keyword k;
	enum outcome is = TAKEN;

	if (r->line.rest == NULL)
		return bad(r, "no argument after keyword", r->line.keyword);
	k = keyword(r);
	if (k != KEYWORDS && too_new(r->e, &keyword_rows[k]))
		k = KEYWORDS;
	if (k == KEYWORDS)
		is = unknown(r);
	else if (k == KW_ignoreunknown)
		note_ignore(r->e, &r->line);
	if (r->line.unquoted && is < FATAL)
		return bad(r, "invalid quotes", NULL);
	return k == KEYWORDS ? is : keyword_line(r, k);
}

/* --- a file --- */

static enum outcome
read_file(struct reading *r, const char *text, size_t len)
{
	const char *end = text + len, *nl;
	enum outcome is = TAKEN;

	for (; text < end && is < FATAL; text = nl + 1) {
		if ((nl = memchr(text, '\n', (size_t)(end - text))) == NULL)
			nl = end;
		r->at.line++;
		switch (line_read(&r->line, text, (size_t)(nl - text))) {
		case -1:
			return FATAL;
		case 1:
			is = take_line(r);
			r->bad += is == BAD_LINE;
		}
	}
	if (is >= FATAL || r->bad == 0)
		return is >= FATAL ? is : TAKEN;
	source_complain(r->e->source, LEVEL_FATAL, r->at,
	    "%s: terminating, %d bad configuration options", r->at.file,
	    r->bad);
	return FATAL;
}

/* What it says of our keywords nobody knows. */
static enum outcome
unreadable(struct evaluation *e, const char *path, const char *why)
{
	const char *text = pool_text(&e->s->pool, "%s: %s", path, why);

	e->source->oops(e->source->arg, (struct origin){ path, 0, FROM_USER },
	    text == NULL ? path : text);
	return OURS;
}

/* One of the files that are there by default, or by -F. */
static enum outcome
read_top(struct evaluation *e, const char *path, enum origin_from from,
    bool check, bool must)
{
	struct reading r = { .e = e, .at = { path, 0, from }, .active = true };
	const char *text, *why = "";
	enum outcome is = TAKEN;
	size_t len;

	switch (e->source->read(e->source->arg, path, check, &text, &len,
	    &why)) {
	case SOURCE_READ:
		is = read_file(&r, text, len);
		break;
	case SOURCE_UNTRUSTED:
		source_complain(e->source, LEVEL_FATAL, r.at,
		    "Bad owner or permissions on %s", path);
		is = FATAL;
		break;
	case SOURCE_UNREADABLE:
		if (!must && e->source->strict)
			return unreadable(e, path, why);
		/* FALLTHROUGH */
	case SOURCE_ABSENT:
		if (!must)
			break;
		source_complain(e->source, LEVEL_FATAL, r.at,
		    "Can't open user config file %.100s: %.100s", path, why);
		is = FATAL;
	}
	line_close(&r.line);
	return is;
}

static enum outcome
read_files(struct evaluation *e)
{
	const char *mine;
	enum outcome is;

	if (e->file != NULL)
		return strcasecmp(e->file, "none") == 0 ? TAKEN :
		    read_top(e, e->file, FROM_USER, false, true);
	mine = pool_text(&e->s->pool, "%s/.ssh/config", e->source->home);
	if (mine == NULL)
		return FATAL;
	is = read_top(e, mine, FROM_USER, true, false);
	return is != TAKEN ? is :
	    read_top(e, e->source->system, FROM_SYSTEM, false, false);
}

enum outcome
options_line(struct evaluation *e, const char *text)
{
	struct reading r = { .e = e, .active = true,
	    .at = { "command-line", 0, FROM_USER } };
	enum outcome is = TAKEN;

	switch (line_read(&r.line, text, strlen(text))) {
	case -1:
		is = FATAL;
		break;
	case 1:
		is = take_line(&r);
	}
	line_close(&r.line);
	return is;
}

/* --- all of it --- */

static enum outcome
evaluate(struct evaluation *e, const struct commandline *line)
{
	enum outcome is = options_take(e, line);

	*e->level = settings_get(e->s, KW_loglevel);
	if (is == TAKEN)
		is = read_files(e);
	if (is == TAKEN)
		is = canonical_host(e);
	if (is == TAKEN && e->wants_final) {
		e->final = true;
		settings_replace(e->s, KW_hostname, e->host,
		    e->s->first[KW_hostname] == NULL ? (struct origin){ 0 } :
		    e->s->first[KW_hostname]->at);
		is = read_files(e);
	}
	return is == TAKEN ? finish(e) : is;
}

/* What e came to. */
static enum config_result
result(struct config *c, const struct evaluation *e, enum outcome is)
{
	c->original = e->original;
	c->name = e->name == NULL ? e->original : e->name;
	c->check = e->check;
	c->notify = e->notify;
	c->host = e->host;
	c->ignore = e->ignore == NULL ? "" : e->ignore;
	c->extended = e->extended;
	c->stdio = e->stdio;
	persist_from(&c->persist, &c->settings);
	return is == TAKEN && !c->settings.pool.failed ? CONFIG_GOOD :
	    is == OURS ? CONFIG_WRONG : CONFIG_REJECTED;
}

enum config_result
config_evaluate(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct evaluation e = { .s = &c->settings, .source = s,
	    .level = &c->level };

	*c = (struct config){ 0 };
	return result(c, &e, evaluate(&e, line));
}

static int
scan_run(void *arg, const char *command)
{
	(void)arg;
	(void)command;
	return 1;
}

static int
scan_release(void *arg)
{
	(void)arg;
	return 902;
}

static void
scan_complain(void *arg, enum source_level level, struct origin at,
    const char *text)
{
	(void)arg;
	(void)level;
	(void)at;
	(void)text;
}

enum config_result
config_scan(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source quiet = *s;

	quiet.release = scan_release;
	quiet.complain = scan_complain;
	return config_check(c, line, &quiet);
}

enum config_result
config_check(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct config_source still = *s;
	struct evaluation e = { .s = &c->settings, .source = &still,
	    .level = &c->level };
	enum outcome is;

	still.run = scan_run;
	*c = (struct config){ 0 };
	if ((is = options_take(&e, line)) == TAKEN)
		is = read_files(&e);
	return result(c, &e, is);
}

void
config_options(struct config *c, const struct commandline *line,
    const struct config_source *s)
{
	struct evaluation e = { .s = &c->settings, .source = s,
	    .level = &c->level };
	size_t i;

	*c = (struct config){ 0 };
	for (i = 0; i < line->options; i++)
		if (line->option[i].letter == 'o')
			(void)options_line(&e, line->option[i].value);
	(void)result(c, &e, TAKEN);
}

void
config_free(struct config *c)
{
	settings_free(&c->settings);
}
