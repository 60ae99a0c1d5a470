/* SPDX-License-Identifier: ISC */
/* Reads Include lines and the files that they name. */
#include <string.h>

#include "conf/evaluation.h"

enum { DEPTH = 16 };		/* ssh's limit of nested Includes */

/* Call this only where it matters, because the release costs a process. */
static bool
since(const struct readconf *r, int release)
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
		    since(r, 909) ? pool_text(&r->e->s->pool,
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
	    (host == NULL || strchr(host, '%') == NULL)) || !since(r, 909))
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

enum outcome
include_line(struct readconf *r)
{
	enum outcome is = TAKEN;
	size_t i;

	for (i = 0; i < r->line.n && is == TAKEN; i++)
		is = include_word(r, r->line.word[i]);
	return is;
}
