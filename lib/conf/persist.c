/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"
#include "conf/persist.h"

const struct persist persist_defaults = {
	.timeout = PERSIST_AUTO, .first = 1000, .ceiling = 60000,
	.interval = 30000,
};

enum { LEAST = 1000, MOST = 86400000 };	/* limits of all times, ms */
enum { NAME = 100 };			/* longest name before expansion */

/* Reads the n words of a value into p; false if they are wrong. */
typedef bool type(struct persist *p, char *const *word, size_t n);

static bool
flag(const char *text, bool *value)
{
	*value = strcasecmp(text, "yes") == 0 || strcasecmp(text, "true") == 0;
	return *value || strcasecmp(text, "no") == 0 ||
	    strcasecmp(text, "false") == 0;
}

static bool
take_mode(struct persist *p, char *const *word, size_t n)
{
	bool yes;

	if (n == 1 && strcasecmp(word[0], "always") == 0) {
		p->mode = PERSIST_ALWAYS;
		return true;
	}
	if (n != 1 || !flag(word[0], &yes))
		return false;
	p->mode = yes ? PERSIST_YES : PERSIST_NO;
	return true;
}

static bool
take_remote_command(struct persist *p, char *const *word, size_t n)
{
	return n == 1 && flag(word[0], &p->remote_command);
}

static bool
take_password(struct persist *p, char *const *word, size_t n)
{
	return n == 1 && flag(word[0], &p->password);
}

static bool
take_reclaim(struct persist *p, char *const *word, size_t n)
{
	return n == 1 && flag(word[0], &p->reclaim);
}

static bool
take_span(const char *text, int64_t *ms)
{
	return span_parse(text, ms) == 0 && *ms >= LEAST && *ms <= MOST;
}

static bool
take_hold(struct persist *p, char *const *word, size_t n)
{
	p->hold = 0;
	return n == 1 && (strcasecmp(word[0], "no") == 0 ||
	    take_span(word[0], &p->hold));
}

static bool
take_timeout(struct persist *p, char *const *word, size_t n)
{
	p->timeout = PERSIST_AUTO;
	return n == 1 && (strcasecmp(word[0], "auto") == 0 ||
	    take_span(word[0], &p->timeout));
}

static bool
take_backoff(struct persist *p, char *const *word, size_t n)
{
	if (n < 1 || n > 2 || !take_span(word[0], &p->first))
		return false;
	p->ceiling = persist_defaults.ceiling;
	if (n == 2 && !take_span(word[1], &p->ceiling))
		return false;
	if (n == 1 && p->ceiling < p->first)
		p->ceiling = p->first;
	return p->ceiling >= p->first;
}

static bool
take_max_tries(struct persist *p, char *const *word, size_t n)
{
	char *end;
	long tries;

	p->max_tries = 0;
	if (n == 1 && strcasecmp(word[0], "unlimited") == 0)
		return true;
	if (n != 1 || word[0][strspn(word[0], "0123456789")] != '\0')
		return false;
	tries = strtol(word[0], &end, 10);
	p->max_tries = (int)tries;
	return *end == '\0' && tries >= 1 && tries <= 1000000;
}

/* True if all tokens are in known: LocalCommand's that sshp knows by then. */
static bool
tokens_known(const char *at, const char *known)
{
	for (; (at = strchr(at, '%')) != NULL; at++)
		if (*++at == '\0' || strchr(known, *at) == NULL)
			return false;
	return true;
}

static bool
take_name(struct persist *p, char *const *word, size_t n)
{
	const char *at;

	if (n != 1 || *word[0] == '\0' || strlen(word[0]) > NAME)
		return false;
	for (at = word[0]; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f || *at == '/')
			return false;
	p->name = word[0];
	return tokens_known(word[0], "%CLhiklnpru");
}

static bool
take_command(const char *text, const char **command)
{
	*command = strcasecmp(text, "none") == 0 ? NULL : text;
	return *text != '\0' && tokens_known(text, "%CLdhijklnpru");
}

static bool
take_notify(struct persist *p, char *const *word, size_t n)
{
	return n == 1 && take_command(word[0], &p->notify);
}

/* The length of the first word if it is a time, in *ms; else 0. */
static size_t
check_time(const char *text, int64_t *ms)
{
	size_t n = strcspn(text, " \t");
	char word[40];

	if (n >= sizeof word)
		return 0;
	memcpy(word, text, n);
	word[n] = '\0';
	return span_parse(word, ms) == 0 ? n : 0;
}

/* True for a mistyped time, which would run as a command and always fail. */
static bool
check_mistyped(const char *text)
{
	int64_t ms;

	return *text >= '0' && *text <= '9' && check_time(text, &ms) == 0;
}

/* If the first word is a time, it is the interval. */
static bool
take_check(struct persist *p, char *const *word, size_t n)
{
	const char *command = n == 1 ? word[0] : "";
	int64_t ms;
	size_t first = check_time(command, &ms);

	if (check_mistyped(command))
		return false;
	if (first > 0) {
		if (ms < LEAST || ms > MOST)
			return false;
		p->interval = ms;
		command += first + strspn(command + first, " \t");
		if (strcasecmp(command, "none") == 0)
			return false;
	}
	return take_command(command, &p->check);
}

static const char *const guards[] = {
	[PERSIST_RELAY] = "relay", [PERSIST_FDPASS] = "fdpass",
	[PERSIST_UNGUARDED] = "no",
};

static bool
take_guard(struct persist *p, char *const *word, size_t n)
{
	size_t i;

	for (i = 0; n == 1 && i < sizeof guards / sizeof *guards; i++)
		if (strcasecmp(word[0], guards[i]) == 0) {
			p->guard = (enum persist_guard)i;
			return true;
		}
	return false;
}

static const struct {
	enum keyword k;
	const char *name;
	type *take;
	const char *expected;
} keywords[] = {
	{ KW_persist, "Persist", take_mode, "yes, no or always" },
	{ KW_persistremotecommand, "PersistRemoteCommand",
	    take_remote_command, "yes or no" },
	{ KW_persisttimeout, "PersistTimeout", take_timeout,
	    "auto, or a time from 1s to 1d" },
	{ KW_persistbackoff, "PersistBackoff", take_backoff,
	    "the first wait and the longest, such as 1s 60s" },
	{ KW_persistmaxtries, "PersistMaxTries", take_max_tries,
	    "unlimited or a number" },
	{ KW_persistname, "PersistName", take_name,
	    "a name, which may have tokens such as %n" },
	{ KW_persistcheck, "PersistCheck", take_check,
	    "none, or a command, which may have a time from 1s to 1d before "
	    "it, and tokens such as %h" },
	{ KW_persistnotify, "PersistNotify", take_notify,
	    "none, or a command, which may have tokens such as %n" },
	{ KW_persistpassword, "PersistPassword", take_password, "yes or no" },
	{ KW_persistreclaim, "PersistReclaim", take_reclaim, "yes or no" },
	{ KW_persisthold, "PersistHold", take_hold,
	    "no, or a time from 1s to 1d" },
	{ KW_persistguard, "PersistGuard", take_guard, "relay, fdpass or no" },
};

static const size_t known = sizeof keywords / sizeof *keywords;

static size_t
find(enum keyword k)
{
	size_t i;

	for (i = 0; i < known - 1; i++)
		if (keywords[i].k == k)
			break;
	return i;
}

const char *
persist_name(enum keyword k)
{
	return keywords[find(k)].name;
}

bool
persist_is_command(enum keyword k)
{
	return k == KW_persistcheck || k == KW_persistnotify;
}

/* --- values as sshp shows them --- */

static const char *
show_check(struct pool *pool, const struct persist *p)
{
	return p->check == NULL ? "none" : pool_text(pool, "%lld %s",
	    (long long)p->interval / 1000, p->check);
}

static const char *
show_mode(const struct persist *p)
{
	return p->mode == PERSIST_ALWAYS ? "always" :
	    p->mode == PERSIST_YES ? "yes" : "no";
}

static const char *
show(struct pool *pool, enum keyword k, const struct persist *p)
{
	switch (k) {
	case KW_persist:
		return show_mode(p);
	case KW_persistremotecommand:
		return p->remote_command ? "yes" : "no";
	case KW_persistpassword:
		return p->password ? "yes" : "no";
	case KW_persistreclaim:
		return p->reclaim ? "yes" : "no";
	case KW_persisttimeout:
		return p->timeout == PERSIST_AUTO ? "auto" :
		    pool_text(pool, "%lld", (long long)p->timeout / 1000);
	case KW_persisthold:
		return p->hold == 0 ? "no" :
		    pool_text(pool, "%lld", (long long)p->hold / 1000);
	case KW_persistbackoff:
		return pool_text(pool, "%lld\n%lld",
		    (long long)p->first / 1000, (long long)p->ceiling / 1000);
	case KW_persistmaxtries:
		return p->max_tries == 0 ? "unlimited" :
		    pool_text(pool, "%d", p->max_tries);
	case KW_persistcheck:
		return show_check(pool, p);
	case KW_persistnotify:
		return p->notify == NULL ? "none" :
		    pool_copy(pool, p->notify, strlen(p->notify));
	case KW_persistname:
		return pool_copy(pool, p->name, strlen(p->name));
	default:
		return guards[p->guard];
	}
}

static const char *
expected(size_t i, const char *word)
{
	return keywords[i].k == KW_persistcheck && check_mistyped(word) ?
	    "a time such as 10s before the command (if the command begins "
	    "with a digit, use its path)" : keywords[i].expected;
}

const char *
persist_read(struct pool *pool, enum keyword k, const char *where,
    char *const *word, size_t n, struct oops *o)
{
	struct persist p = persist_defaults;
	size_t i = find(k);

	if (n == 0)
		(void)oops(o, "%s: %s: no value; expected %s", where,
		    keywords[i].name, keywords[i].expected);
	else if (!keywords[i].take(&p, word, n))
		(void)oops(o, "%s: %s \"%s%s%s\": expected %s", where,
		    keywords[i].name, word[0], n > 1 ? " " : "",
		    n > 1 ? word[1] : "", expected(i, word[0]));
	else
		return show(pool, k, &p);
	return NULL;
}

/* Reads a text that show() wrote. */
static void
from_text(struct persist *p, size_t i, const char *text)
{
	char copy[64], *word[2] = { copy, NULL };
	size_t n = strlen(text);

	if (n >= sizeof copy)
		return;
	memcpy(copy, text, n + 1);
	if ((word[1] = strchr(copy, '\n')) != NULL)
		*word[1]++ = '\0';
	(void)keywords[i].take(p, word, word[1] == NULL ? 1 : 2);
}

void
persist_from(struct persist *p, const struct settings *s)
{
	const char *text;
	size_t i;

	*p = persist_defaults;
	for (i = 0; i < known; i++)
		if ((text = settings_get(s, keywords[i].k)) != NULL)
			from_text(p, i, text);
	p->name = settings_get(s, KW_persistname);
	if ((text = settings_get(s, KW_persistcheck)) != NULL)
		(void)take_check(p, (char *const []){ (char *)(size_t)text },
		    1);
	if ((text = settings_get(s, KW_persistnotify)) != NULL)
		(void)take_command(text, &p->notify);
}
