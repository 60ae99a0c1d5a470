/* SPDX-License-Identifier: ISC */
/* Reads values that are one of several words, and lists of algorithms. */
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "conf/scalar.h"
#include "conf/token.h"
#include "conf/value.h"

struct choice {
	const char *word;
	const char *shown;	/* as ssh -G prints it */
};

static const struct choice flag[] = {
	{ "yes", "yes" }, { "true", "yes" }, { "no", "no" }, { "false", "no" },
	{ NULL, NULL } },
    family[] = {
	{ "inet", "inet" }, { "inet6", "inet6" }, { "any", "any" },
	{ NULL, NULL } },
    ask[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "ask", "ask" }, { NULL, NULL } },
    confirm[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "ask", "ask" }, { "confirm", "confirm" },
	{ NULL, NULL } },
    strict[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "off", "false" }, { "ask", "ask" },
	{ "accept-new", "accept-new" }, { NULL, NULL } },
    master[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "auto", "auto" }, { "ask", "ask" },
	{ "autoask", "autoask" }, { NULL, NULL } },
    tunnel[] = {
	{ "yes", "point-to-point" }, { "true", "point-to-point" },
	{ "no", "false" }, { "false", "false" }, { "ethernet", "ethernet" },
	{ "point-to-point", "point-to-point" }, { NULL, NULL } },
    tty[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "force", "force" }, { "auto", "auto" },
	{ NULL, NULL } },
    session[] = {
	{ "none", "none" }, { "subsystem", "subsystem" },
	{ "default", "default" }, { NULL, NULL } },
    canonical[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "always", "always" }, { NULL, NULL } },
    pubkey[] = {
	{ "yes", "true" }, { "true", "true" }, { "no", "false" },
	{ "false", "false" }, { "unbound", "unbound" },
	{ "host-bound", "host-bound" }, { NULL, NULL } },
    weak[] = {
	{ "yes", "yes" }, { "true", "yes" }, { "no", "no" }, { "false", "no" },
	{ "no-pq-kex", "no" }, { NULL, NULL } },
    compression[] = {
	{ "yes", "yes" }, { "no", "no" }, { NULL, NULL } },
    level[] = {
	{ "QUIET", "QUIET" }, { "SILENT", "QUIET" },
	{ "FATAL", "FATAL" }, { "ERROR", "ERROR" },
	{ "INFO", "INFO" }, { "VERBOSE", "VERBOSE" }, { "DEBUG", "DEBUG" },
	{ "DEBUG1", "DEBUG" }, { "DEBUG2", "DEBUG2" },
	{ "DEBUG3", "DEBUG3" }, { NULL, NULL } },
    facility[] = {
	{ "DAEMON", "DAEMON" }, { "USER", "USER" }, { "AUTH", "AUTH" },
	{ "AUTHPRIV", "AUTHPRIV" }, { "LOCAL0", "LOCAL0" },
	{ "LOCAL1", "LOCAL1" }, { "LOCAL2", "LOCAL2" },
	{ "LOCAL3", "LOCAL3" }, { "LOCAL4", "LOCAL4" },
	{ "LOCAL5", "LOCAL5" }, { "LOCAL6", "LOCAL6" },
	{ "LOCAL7", "LOCAL7" }, { NULL, NULL } },
    hash[] = {
	{ "MD5", "MD5" }, { "SHA1", "SHA1" }, { "SHA256", "SHA256" },
	{ "SHA384", "SHA384" }, { "SHA512", "SHA512" }, { NULL, NULL } };

/* The choice of that word, as ssh -G prints it; NULL: there is none. */
static const char *
choose(const struct choice *c, const char *word)
{
	for (; c->word != NULL; c++)
		if (strcasecmp(c->word, word) == 0)
			return c->shown;
	return NULL;
}

/* Reads one of the words that the type of the keyword allows. */
enum outcome
take_choice(struct taking *t)
{
	static const struct choice *const choices[] = {
		[TYPE_FLAG] = flag, [TYPE_FAMILY] = family, [TYPE_ASK] = ask,
		[TYPE_STRICT] = strict, [TYPE_MASTER] = master,
		[TYPE_TUNNEL] = tunnel, [TYPE_TTY] = tty,
		[TYPE_SESSION] = session, [TYPE_CANONICAL] = canonical,
		[TYPE_PUBKEY] = pubkey, [TYPE_COMPRESSION] = compression,
		[TYPE_WEAK] = weak,
		[KEYWORD_TYPES] = NULL,
	};
	const char *word = taking_word(t), *shown = NULL;

	if (word == NULL || *word == '\0')
		(void)taking_bad(t, "missing argument.");
	else
		shown = choose(choices[keyword_rows[t->k].type], word);
	if (shown == NULL)
		return taking_bad(t, "unsupported option \"%s\".",
		    word == NULL ? "(null)" : word);
	taking_set(t, t->k, shown);
	return TAKEN;
}

/* The next word, if it is one of c; NULL after a complaint about kind. */
static const char *
log_choice(struct taking *t, const struct choice *c, const char *kind)
{
	const char *word = taking_word(t);
	const char *shown = word == NULL ? NULL : choose(c, word);

	/* Only Debian's ssh has SILENT. */
	if (shown != NULL && strcasecmp(word, "SILENT") == 0 &&
	    !source_debian(t->source))
		shown = NULL;
	if (shown == NULL)
		(void)taking_bad(t, "unsupported log %s '%s'", kind,
		    word == NULL ? "<NONE>" : word);
	return shown;
}

enum outcome
take_level(struct taking *t)
{
	const char *shown = log_choice(t, level, "level");

	if (shown == NULL)
		return BAD_LINE;
	taking_set(t, t->k, shown);
	return TAKEN;
}

/* The line has effect even if its block does not apply. */
enum outcome
take_facility(struct taking *t)
{
	const char *shown = log_choice(t, facility, "facility");

	if (shown == NULL)
		return BAD_LINE;
	t->active = true;
	taking_set(t, t->k, shown);
	return TAKEN;
}

enum outcome
take_hash(struct taking *t)
{
	const char *word = taking_must(t), *shown;

	if (word == NULL)
		return BAD_LINE;
	if ((shown = choose(hash, word)) == NULL)
		return taking_bad(t, "Invalid hash algorithm \"%s\".", word);
	taking_set(t, t->k, shown);
	return TAKEN;
}

enum outcome
take_add_keys(struct taking *t)
{
	const char *word = taking_word(t), *more = taking_word(t);
	const char *shown = NULL;
	int seconds = 0;

	if (word == NULL || *word == '\0')
		(void)taking_bad(t, "missing argument.");
	else
		shown = choose(confirm, word);
	if (shown != NULL && strcmp(shown, "confirm") == 0 && more != NULL) {
		if ((seconds = scalar_time(t->source, more)) == -1)
			return taking_bad(t, "invalid time value.");
	} else if (shown == NULL && more == NULL && word != NULL &&
	    (seconds = scalar_time(t->source, word)) != -1) {
		shown = "true";
	} else if (shown == NULL || more != NULL) {
		return taking_bad(t, "unsupported option");
	}
	if (seconds > 0)
		shown = pool_text(&t->s->pool, "%s%d", more != NULL ?
		    "confirm " : "", seconds);
	taking_set(t, t->k, shown);
	return TAKEN;
}

static bool
env_name(const char *name)
{
	static const char good[] = "0123456789_abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

	return *name != '\0' && name[strspn(name, good)] == '\0';
}

static enum outcome
take_agent_path(struct taking *t, enum keyword k, const char *word)
{
	if (token_expand(&t->s->pool, t->source, NULL, TOKEN_DOLLAR,
	    word) == NULL)
		return taking_bad(t, "Invalid environment expansion %s.",
		    word);
	if (word[0] == '$' && word[1] != '{' && !env_name(word + 1))
		return taking_bad(t, "Invalid environment name %s.", word);
	taking_set(t, k, taking_copy(t, word));
	return TAKEN;
}

enum outcome
take_agent(struct taking *t)
{
	const char *word = taking_must(t);

	return word == NULL ? BAD_LINE : take_agent_path(t, t->k, word);
}

/* Yes or no, and the agent, are two values: each keeps its first line. */
enum outcome
take_forward_agent(struct taking *t)
{
	const char *word = taking_word(t), *shown;

	if (word == NULL || *word == '\0')
		return taking_bad(t, "missing argument.");
	shown = choose(flag, word);
	taking_set(t, t->k, shown != NULL ? shown : "yes");
	return shown != NULL ? TAKEN :
	    take_agent_path(t, KW_FORWARD_AGENT_PATH, word);
}

/* --- lists of algorithms --- */

enum source_list
algorithms_list(enum keyword k)
{
	switch (keyword_rows[k].type) {
	case TYPE_CIPHERS:
		return LIST_CIPHER;
	case TYPE_MACS:
		return LIST_MAC;
	case TYPE_KEX:
		return LIST_KEX;
	default:
		return k == KW_casignaturealgorithms ? LIST_SIGNATURE :
		    LIST_KEY;
	}
}

/* --- lists with commas --- */

/* Copies the next name of *at to one; false at the end. */
static bool
next(const char **at, char one[256])
{
	size_t n;

	if (*at == NULL)
		return false;
	n = strcspn(*at, ",");
	memcpy(one, *at, n < 255 ? n : 255);
	one[n < 255 ? n : 255] = '\0';
	*at = (*at)[n] == ',' ? *at + n + 1 : NULL;
	return true;
}

/* True if list has name or, if pattern is set, a name that name matches. */
static bool
holds(const char *list, const char *name, bool pattern)
{
	char one[256];

	while (next(&list, one))
		if (strcmp(one, name) == 0 ||
		    (pattern && pattern_match(name, one)))
			return true;
	return false;
}

/* list with one appended; NULL is the empty list. */
static const char *
append(struct pool *p, const char *list, const char *one)
{
	return list == NULL ? pool_copy(p, one, strlen(one)) :
	    pool_text(p, "%s,%s", list, one);
}

/* --- values --- */

/* Since 9.4 a CA may not sign with a certificate's algorithm. */
static bool
is_certificate(const struct taking *t, const char *name)
{
	return t->k == KW_casignaturealgorithms &&
	    strstr(name, "-cert-v0") != NULL && strpbrk(name, "*?!") == NULL &&
	    t->source->release(t->source->arg) >= 904;
}

/* Finds the first name that ssh does not know; false if ssh knows all. */
static bool
unknown(struct taking *t, const char *names, char one[256])
{
	const char *all = t->source->algorithms == NULL ? NULL :
	    t->source->algorithms(t->source->arg, keyword_rows[t->k].type ==
	    TYPE_KEYS ? LIST_KEY : algorithms_list(t->k));
	bool pattern = keyword_rows[t->k].type == TYPE_KEYS;

	if (all == NULL)
		return false;
	if (*names == '\0') {
		*one = '\0';
		return true;
	}
	while (next(&names, one))
		if (!holds(all, one, pattern) || is_certificate(t, one))
			return true;
	return false;
}

enum outcome
take_algorithms(struct taking *t)
{
	const char *word = taking_must(t), *names = word;
	char one[256];

	if (word == NULL)
		return BAD_LINE;
	if (*names == '+' || *names == '^')
		names++;
	if (*word != '-' && unknown(t, names, one)) {
		if (t->k == KW_kexalgorithms && *names != '\0')
			source_complain(t->source, LEVEL_ERROR, t->at,
			    "Unsupported KEX algorithm \"%s\"", one);
		return taking_bad(t, t->k == KW_ciphers ?
		    "Bad SSH2 cipher spec '%s'." : t->k == KW_macs ?
		    "Bad SSH2 MAC spec '%s'." : t->k == KW_kexalgorithms ?
		    "Bad SSH2 KexAlgorithms '%s'." : "Bad key types '%s'.",
		    word);
	}
	taking_set(t, t->k, taking_copy(t, word));
	return TAKEN;
}

/*
 * The algorithms of all that match names, which may be patterns, each only
 * once.
 */
static const char *
expand(struct pool *p, const char *names, const char *all)
{
	const char *got = NULL, *rest;
	char one[256], other[256];

	while (next(&names, one))
		for (rest = all; next(&rest, other); )
			if (pattern_list(one, other, false) == 1 &&
			    (got == NULL || !holds(got, other, false)))
				got = append(p, got, other);
	return got == NULL ? "" : got;
}

/* The names of list that do not match the patterns. */
static const char *
without(struct pool *p, const char *list, const char *patterns)
{
	const char *got = NULL;
	char one[256];

	while (next(&list, one))
		if (pattern_list(patterns, one, false) != 1)
			got = append(p, got, one);
	return got == NULL ? "" : got;
}

const char *
algorithms_assemble(struct pool *p, const struct config_source *s,
    enum keyword k, const char *value, const char *standard)
{
	const char *all = s->algorithms(s->arg, algorithms_list(k));

	if (all == NULL || standard == NULL)
		return value;
	switch (*value) {
	case '+':
		value = pool_text(p, "%s,%s", standard, value + 1);
		break;
	case '-':
		return without(p, standard, value + 1);
	case '^':
		value = pool_text(p, "%s,%s", value + 1, standard);
		break;
	}
	return value == NULL ? NULL : expand(p, value, all);
}
