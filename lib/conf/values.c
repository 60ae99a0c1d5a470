/* SPDX-License-Identifier: ISC */
/* Reads values of several words or lines. */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "conf/destination.h"
#include "conf/scalar.h"
#include "conf/value.h"

/* True, after a complaint, if word is "none" but not the only word. */
static bool
none_astray(const struct taking *t, const char *word)
{
	if (strcasecmp(word, "none") != 0 || t->line->n == 1)
		return false;
	(void)taking_bad(t, "keyword %s \"none\" argument must appear alone.",
	    t->line->keyword);
	return true;
}

/* The same, or if word is "". */
static bool
unfit(const struct taking *t, const char *word)
{
	if (*word != '\0')
		return none_astray(t, word);
	(void)taking_bad(t, "keyword %s empty argument", t->line->keyword);
	return true;
}

/* ssh's complaints about these lines depend on its release. */
static bool
since(const struct taking *t, int release)
{
	return t->source->release(t->source->arg) >= release;
}

/* A line with no word, only a comment; 9.7 and later stop there. */
static enum outcome
empty(const struct taking *t)
{
	if (t->line->n > 0 || !since(t, 907))
		return TAKEN;
	(void)taking_bad(t, "no %s specified", t->line->keyword);
	return FATAL;
}

/* Appends word to the value of t->k, which has a word in each line. */
static void
join(struct taking *t, const char *word)
{
	struct value *last = t->s->last[t->k];

	if (last == NULL)
		settings_add(t->s, t->k, taking_copy(t, word), t->at);
	else
		settings_replace(t->s, t->k, pool_text(&t->s->pool, "%s\n%s",
		    last->text, word), last->at);
}

/* True if the line has effect, for keywords whose first line wins. */
static bool
first_line(struct taking *t)
{
	bool empty = t->s->first[t->k] == NULL;

	if (!t->active || !empty)
		t->heard = !t->active ? HEARD_BLOCK : HEARD_EARLIER;
	return t->active && empty;
}

/* Checks a host:port to which remote forwards may lead. */
static enum outcome
permit_check(struct taking *t, const char *word)
{
	const char *colon = *word == '[' ? strchr(word, ']') : word;
	size_t n;

	if (colon != NULL)
		colon += *colon == ']' ? 1 : 0;
	n = colon == NULL ? 0 : strcspn(colon, ":/");
	if (colon == NULL || colon[n] == '/' || (*word == '[' && n > 0)) {
		(void)taking_bad(t, "missing host in %s", t->line->keyword);
		return FATAL;
	}
	if (colon[n] == '\0' || (strcmp(colon + n + 1, "*") != 0 &&
	    scalar_port(t->source, colon + n + 1) <= 0)) {
		(void)taking_bad(t, "bad port number in %s",
		    t->line->keyword);
		return FATAL;
	}
	return TAKEN;
}

enum outcome
take_permit(struct taking *t)
{
	bool counts = first_line(t);
	enum outcome is = TAKEN;
	const char *word;

	if (t->line->n == 0) {
		(void)taking_bad(t, "missing %s specification",
		    t->line->keyword);
		return FATAL;
	}
	while (is == TAKEN && (word = taking_word(t)) != NULL) {
		if (strcasecmp(word, "none") == 0 ||
		    strcasecmp(word, "any") == 0) {
			if (t->line->n > 1)
				return taking_bad(t, "keyword %s \"%s\" "
				    "argument must appear alone.",
				    t->line->keyword, word);
		} else {
			is = permit_check(t, word);
		}
		if (is == TAKEN && counts)
			join(t, word);
	}
	return is;
}

/* --- files --- */

enum outcome
take_files(struct taking *t)
{
	enum { FILES = 32 };	/* ssh's limit */
	bool counts = first_line(t);
	const char *word;
	int n = 0;

	while ((word = taking_word(t)) != NULL) {
		if (unfit(t, word))
			return BAD_LINE;
		if (counts && n++ >= FILES)
			return taking_bad(t, "too many %s entries.",
			    t->line->keyword);
		if (counts)
			join(t, word);
	}
	return TAKEN;
}

/*
 * True if the same origin has set path.  The user's and the system's file may
 * both set it, and then the list has it twice.
 */
static bool
has_file(const struct taking *t, const char *path)
{
	const struct value *v;

	for (v = t->s->first[t->k]; v != NULL; v = v->next)
		if (strcmp(v->text, path) == 0 && v->at.from == t->at.from)
			return true;
	return false;
}

enum outcome
take_identity(struct taking *t)
{
	enum { FILES = 100 };
	const char *word = taking_must(t);

	if (word == NULL)
		return BAD_LINE;
	if (!t->active)
		t->heard = HEARD_BLOCK;
	else if (settings_count(t->s, t->k) >= FILES)
		return taking_bad(t, "Too many %s files specified (max %d).",
		    t->k == KW_identityfile ? "identity" : "certificate",
		    FILES);
	else if (has_file(t, word))
		t->heard = HEARD_DUPLICATE;
	else
		settings_add(t->s, t->k, taking_copy(t, word), t->at);
	return TAKEN;
}

/* Several files; only the first line has effect. */
enum outcome
take_revoked_files(struct taking *t)
{
	bool counts = first_line(t);
	const char *word;

	while ((word = taking_word(t)) != NULL) {
		if (unfit(t, word))
			return BAD_LINE;
		if (counts)
			join(t, word);
	}
	return empty(t);
}

enum outcome
take_verbose(struct taking *t)
{
	const char *word;

	while ((word = taking_word(t)) != NULL) {
		if (unfit(t, word))
			return BAD_LINE;
		taking_set(t, t->k, taking_copy(t, word));
	}
	return TAKEN;
}

enum outcome
take_channel_timeout(struct taking *t)
{
	bool counts = first_line(t);
	const char *word, *equals;

	while ((word = taking_word(t)) != NULL) {
		if (none_astray(t, word))
			return BAD_LINE;
		equals = strchr(word, '=');
		if (strcasecmp(word, "none") != 0 && (equals == NULL ||
		    equals == word || scalar_time(t->source,
		    equals + 1) == -1)) {
			(void)taking_bad(t, "invalid channel timeout %s",
			    word);
			return FATAL;
		}
		if (counts)
			join(t, word);
	}
	return empty(t);
}

/* --- the environment --- */

static bool
matches(void *pattern, const char *name)
{
	return pattern_match(pattern, name);
}

enum outcome
take_send_env(struct taking *t)
{
	const char *word;

	if (!t->active)
		t->heard = HEARD_BLOCK;
	while ((word = taking_word(t)) != NULL) {
		if (*word == '\0' || strchr(word, '=') != NULL)
			return taking_bad(t, "Invalid environment name.");
		if (t->active && *word == '-')
			settings_drop(t->s, t->k, matches,
			    (char *)(size_t)(word + 1));
		else if (t->active)
			settings_add(t->s, t->k, taking_copy(t, word), t->at);
	}
	return empty(t);
}

static bool
same_name(const struct settings *s, const char *set)
{
	size_t n = (size_t)(strchr(set, '=') - set) + 1;
	const struct value *v;

	for (v = s->first[KW_setenv]; v != NULL; v = v->next)
		if (strncmp(v->text, set, n) == 0)
			return true;
	return false;
}

enum outcome
take_set_env(struct taking *t)
{
	bool counts = first_line(t);
	const char *word;

	while ((word = taking_word(t)) != NULL) {
		if (strchr(word, '=') == NULL)
			return taking_bad(t, "Invalid SetEnv.");
		if (counts && !same_name(t->s, word))
			settings_add(t->s, t->k, taking_copy(t, word), t->at);
	}
	return empty(t);
}

/* --- canonical names --- */

enum { DOMAINS = 32 };		/* ssh's limit before 9.7 */

enum outcome
take_domains(struct taking *t)
{
	bool counts = first_line(t);
	const char *word;
	char *name, why[300];
	int n = 0;

	while ((word = taking_word(t)) != NULL) {
		if ((*word != '\0' || !since(t, 907)) && unfit(t, word))
			return BAD_LINE;
		name = pool_copy(&t->s->pool, word, strlen(word));
		if (name == NULL ||
		    !destination_domain(t->source, name, true, why, sizeof why))
			return taking_bad(t, "%s", why);
		if (counts && n++ >= DOMAINS && !since(t, 907))
			return taking_bad(t, "too many hostname suffixes.");
		if (counts)
			join(t, name);
	}
	return empty(t);
}

/* Reads a rule of CanonicalizePermittedCNAMEs; NULL if word is not one. */
static const char *
cname_rule(struct taking *t, const char *word)
{
	char *rule, *c, *colon;

	if (strcasecmp(word, "none") == 0)
		return "none:";
	if (strcmp(word, "*") == 0)
		return "*:*";
	if ((rule = pool_copy(&t->s->pool, word, strlen(word))) == NULL)
		return NULL;
	for (c = rule; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	colon = strchr(rule, ':');
	return colon == NULL || colon[1] == '\0' ? NULL : rule;
}

enum outcome
take_cnames(struct taking *t)
{
	bool counts = first_line(t);
	const char *word, *rule;
	int n = 0;

	while ((word = taking_word(t)) != NULL) {
		if (none_astray(t, word))
			return BAD_LINE;
		if ((rule = cname_rule(t, word)) == NULL)
			return taking_bad(t, "Invalid permitted CNAME \"%s\"",
			    word);
		if (counts && n++ >= DOMAINS && !since(t, 907))
			return taking_bad(t, "too many permitted CNAMEs.");
		if (counts)
			join(t, rule);
	}
	return empty(t);
}
