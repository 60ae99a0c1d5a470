/* SPDX-License-Identifier: ISC */
/* Reads files, blocks and lines into an evaluation. */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "conf/evaluation.h"

enum { DEPTH = 16 };		/* ssh's limit of nested Includes */

/* --- blocks --- */

static enum outcome
host_line(struct readconf *r)
{
	const char *word;
	size_t i;

	r->active = false;
	r->block = r->at;
	r->why = NULL;
	for (i = 0; i < r->line.n; i++) {
		word = r->line.word[i];
		if (*word == '\0')
			return reading_bad(r, "keyword host empty argument",
			    NULL);
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
match_block(struct readconf *r)
{
	int is = match_line(r->e, &r->line, r->at, &r->why);

	r->block = r->at;
	if (is < 0)
		return is == -1 ? BAD_LINE : FATAL;
	r->active = is && !r->never;
	return TAKEN;
}

/* --- a line --- */

/* Adds all values to the list that sshp gives ssh: too many do no harm. */
static void
note_ignore(struct evaluation *e, const struct line *l)
{
	const char *had = e->ignore == NULL ? "" : e->ignore;

	if (l->n > 0 && *l->word[0] != '\0' &&
	    !pattern_holds(had, l->word[0]))
		e->ignore = pool_text(&e->s->pool, "%s%s%s", had,
		    *had == '\0' ? "" : ",", l->word[0]);
}

/*
 * ssh may accept a value that we reject, so this asks ssh first.  We complain
 * only if ssh complains, too.
 */
static enum outcome
value_rejected(struct readconf *r, struct taking *t, enum outcome is)
{
	if (is == BAD_LINE && unknown_value(r))
		return TAKEN;
	t->source = r->e->source;
	t->next = 0;
	return value_take(t);
}

/*
 * True if ssh must read the line.  Forwards are on ssh's command line, and our
 * keywords are not for ssh.  ssh uses two keywords even from blocks that do not
 * apply (OpenSSH's readconf.c).
 */
static bool
reading_applies(const struct readconf *r, enum keyword k)
{
	switch (k) {
	case KW_localforward:
	case KW_remoteforward:
	case KW_dynamicforward:
	case KW_clearallforwardings:
		return false;
	case KW_streamlocalbindmask:
	case KW_syslogfacility:
		return true;
	default:
		return r->active && keyword_rows[k].type != TYPE_PERSIST;
	}
}

/* Reads the value; if it is rejected, removes the values that it set. */
static enum outcome
value_try(struct readconf *r, struct taking *t)
{
	struct settings *s = r->e->s;
	struct value *first = s->first[t->k], *last = s->last[t->k];
	enum outcome is = value_take(t);

	if ((is != BAD_LINE && is != FATAL) || r->e->quiet == NULL)
		return is;
	s->first[t->k] = first;
	s->last[t->k] = last;
	if (last != NULL)
		last->next = NULL;
	return value_rejected(r, t, is);
}

static enum outcome
value_line(struct readconf *r, enum keyword k)
{
	struct taking t = {
		.s = r->e->s, .source = r->e->quiet == NULL ?
		    r->e->source : r->e->quiet,
		.line = &r->line, .at = r->at, .k = keyword_rows[k].of,
		.active = r->active, .heard = HEARD_SET,
	};
	enum outcome is;

	if (keyword_rows[k].type == TYPE_PERSIST)
		r->e->extended = true;
	is = value_try(r, &t);
	if (is == TAKEN && reading_applies(r, t.k))
		reading_applied(r);
	if (is == TAKEN)
		reading_tell(r, keyword_rows[k].type == TYPE_IGNORED ?
		    HEARD_IGNORED : t.heard, t.k);
	return is;
}

/* --- Include lines --- */

static enum outcome	reading_file(struct readconf *r, const char *text,
			    size_t len);

/* Call this only where it matters, because the release costs a process. */
static bool
include_since(const struct readconf *r, int release)
{
	return r->e->source->release(r->e->source->arg) >= release;
}

static enum outcome
include_file(struct readconf *r, const char *path)
{
	struct readconf in = {
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
		    "%sCan't open user config file %.100s: %.100s",
		    include_since(r, 909) ? pool_text(&r->e->s->pool,
		    "%.200s line %d: ", r->at.file, r->at.line) : "", path,
		    why);
		return BAD_LINE;
	case SOURCE_UNTRUSTED:
		source_complain(r->e->source, LEVEL_FATAL, r->at,
		    "Bad owner or permissions on %s", path);
		return FATAL;
	case SOURCE_READ:
		break;
	}
	is = reading_file(&in, text, len);
	line_close(&in.line);
	return is;
}

/*
 * Expands tokens and ${ENV}, which 9.9 added.  Returns NULL after a complaint
 * if they are wrong, and "" after a complaint if a variable is not set.
 */
static const char *
include_expand(struct readconf *r, const char *word)
{
	struct evaluation *e = r->e;
	const char *path, *host = settings_get(e->s, KW_hostname);
	struct tokens t;
	bool missing;

	/* Here ssh also complains about a HostName that it cannot expand. */
	if ((strpbrk(word, "%$") == NULL &&
	    (host == NULL || strchr(host, '%') == NULL)) ||
	    !include_since(r, 909))
		return word;
	if (!match_tokens(e, word, &t))
		return NULL;
	path = token_expand_all(&e->s->pool, e->source, &t,
	    TOKEN_PERCENT | TOKEN_DOLLAR, word, &missing);
	if (path == NULL && missing) {
		source_complain(e->source, LEVEL_ERROR, r->at,
		    "%.200s line %d: Unable to expand user config file "
		    "'%.100s'", r->at.file, r->at.line, word);
		return "";
	}
	if (path == NULL)
		source_complain(e->source, LEVEL_FATAL, r->at,
		    "percent_dollar_expand: failed");
	return path;
}

static const char *
include_path(struct readconf *r, const char *word)
{
	struct pool *p = &r->e->s->pool;
	const char *system;

	if (*word == '/' || *word == '~')
		return word;
	if (r->at.from != FROM_SYSTEM)
		return pool_text(p, "~/.ssh/%s", word);
	system = r->e->source->system(r->e->source->arg);
	return pool_text(p, "%.*s/%s",
	    (int)(strrchr(system, '/') - system), system, word);
}

static enum outcome
include_word(struct readconf *r, const char *word)
{
	const char *const *found;
	enum outcome is = TAKEN;

	if (*word == '\0')
		return reading_bad(r, "keyword include empty argument", NULL);
	if ((word = include_expand(r, word)) == NULL)
		return FATAL;
	if (*word == '\0')
		return TAKEN;
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
include_line(struct readconf *r)
{
	enum outcome is = TAKEN;
	size_t i;

	for (i = 0; i < r->line.n && is == TAKEN; i++)
		is = include_word(r, r->line.word[i]);
	return is;
}

/* --- a line --- */

/* Reads Host, Match or Include, which only a file may have. */
static enum outcome
block_line(struct readconf *r, enum keyword k)
{
	if (r->at.line == 0) {
		/* Before 10.4 ssh's message calls Match "Host". */
		source_complain(r->e->source, LEVEL_ERROR, r->at,
		    "%s directive not supported as a command-line option",
		    k == KW_include ? "Include" : k == KW_match &&
		    r->e->source->release(r->e->source->arg) >= 1004 ?
		    "Match" : "Host");
		return BAD_LINE;
	}
	if (k == KW_host)
		reading_tell(r, HEARD_SET, KW_host);
	return k == KW_host ? host_line(r) : k == KW_match ? match_block(r) :
	    include_line(r);
}

static enum outcome
keyword_line(struct readconf *r, enum keyword k)
{
	switch (keyword_rows[k].type) {
	case TYPE_UNSUPPORTED:
		(void)reading_bad(r, "Unsupported option", r->line.keyword);
		reading_applied(r);
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
 * A cache, because files repeat a few keywords: the place of the last keyword
 * with the same first letter and about the same length.
 */
static enum keyword *
recent(struct readconf *r, const char *name, const char *rest)
{
	return &r->recent[((unsigned char)(*name | 0x20) * 5 +
	    (size_t)(rest - name)) % READCONF_RECENT];
}

static enum keyword
keyword(struct readconf *r)
{
	const char *name = r->line.keyword;
	enum keyword *k = recent(r, name, r->line.rest);

	if (*k == KEYWORDS || strcmp(name, keyword_rows[*k].name) != 0)
		*k = keyword_find(name);
	return *k;
}

/* Reads the line in r->line. */
static enum outcome
take_line(struct readconf *r)
{
	enum keyword k;
	enum outcome is = TAKEN;

	if (r->line.rest == NULL)
		return reading_bad(r, "no argument after keyword",
		    r->line.keyword);
	k = keyword(r);
	if (source_doubts(r->e->source, k))
		is = unknown_line(r, &k);
	else if (k == KW_ignoreunknown)
		note_ignore(r->e, &r->line);
	if (r->line.unquoted && is < FATAL)
		return reading_bad(r, "invalid quotes", NULL);
	return k == KEYWORDS ? is : keyword_line(r, k);
}

/* --- a file --- */

/*
 * Skips a line that cannot be wrong, in a block that does not apply: most lines
 * of a long file.  Returns the newline; NULL: the line must be read.
 */
static const char *
passed_over(struct readconf *r, const char *text)
{
	struct glance g;
	enum keyword k;

	if (!line_glance(&g, text))
		return NULL;
	k = *recent(r, g.keyword, g.word);
	return k != KEYWORDS && keyword_is(k, g.keyword, g.n) &&
	    value_harmless(k, g.word, g.len) ? g.word + g.len : NULL;
}

static enum outcome
reading_file(struct readconf *r, const char *text, size_t len)
{
	const char *end = text + len, *nl;
	/* heard() must get every line. */
	bool may_pass = r->e->source->heard == NULL && len > 0 &&
	    end[-1] == '\n';
	enum outcome is = TAKEN;

	for (; text < end && is < FATAL; text = nl + 1) {
		r->at.line++;
		if (may_pass && !r->active &&
		    (nl = passed_over(r, text)) != NULL)
			continue;
		if ((nl = memchr(text, '\n', (size_t)(end - text))) == NULL)
			nl = end;
		r->raw = text;
		r->raw_len = (size_t)(nl - text);
		switch (line_read(&r->line, text, r->raw_len)) {
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

/* Complains about an unreadable file, which may have keywords of ours. */
static enum outcome
unreadable(struct evaluation *e, const char *path, const char *why)
{
	const char *text = pool_text(&e->s->pool, "%s: %s", path, why);

	e->source->oops(e->source->arg, (struct origin){ path, 0, FROM_USER },
	    text == NULL ? path : text);
	return OURS;
}

/* Reads a default file, or the file of -F. */
static enum outcome
read_top(struct evaluation *e, const char *path, enum origin_from from,
    bool check, bool must)
{
	struct readconf r = { .e = e, .at = { path, 0, from }, .active = true };
	const char *text, *why = "";
	enum outcome is = TAKEN;
	size_t len;

	switch (e->source->read(e->source->arg, path, check, &text, &len,
	    &why)) {
	case SOURCE_READ:
		is = reading_file(&r, text, len);
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

enum outcome
reading_files(struct evaluation *e)
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
	    read_top(e, e->source->system(e->source->arg), FROM_SYSTEM, false,
	    false);
}

enum outcome
reading_option(struct evaluation *e, const char *text)
{
	struct readconf r = { .e = e, .active = true,
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
