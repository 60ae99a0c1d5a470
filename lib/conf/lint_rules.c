/* SPDX-License-Identifier: ISC */
/* Applies the rules of lint to a line. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"
#include "conf/lint_rules.h"
#include "conf/pattern.h"
#include "conf/persist.h"

static bool
yes(const struct lint_item *i)
{
	return i != NULL && (strcasecmp(i->word, "yes") == 0 ||
	    strcasecmp(i->word, "true") == 0);
}

/* A line of keyword k in the same block as i. */
static const struct lint_item *
beside(const struct lint *l, const struct lint_item *i, enum keyword k)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL; j = j->next)
		if (j->k == k && j->block == i->block)
			return j;
	return NULL;
}

static bool
forwards(const struct lint *l, const struct lint_item *i)
{
	return beside(l, i, KW_localforward) != NULL ||
	    beside(l, i, KW_remoteforward) != NULL ||
	    beside(l, i, KW_dynamicforward) != NULL;
}

static void
judge_alive(struct lint *l, const struct lint_item *i)
{
	enum { LONG = 10 * 60 };
	const struct lint_item *count = beside(l, i, KW_serveralivecountmax);
	long times = count == NULL ? 3 : strtol(count->word, NULL, 10);
	int64_t ms;

	if (i->k != KW_serveraliveinterval ||
	    span_parse(i->word, &ms) == -1 || ms == 0)
		return;
	if (ms / 1000 * times > LONG)
		lint_found(l, LINT_WARNING, i->at, "%s x %ld: ssh detects a "
		    "dead server only after %lld seconds; "
		    "\"ServerAliveInterval 15\" and \"ServerAliveCountMax 3\" "
		    "detect it after 45", i->word, times,
		    (long long)ms / 1000 * times);
}

static void
judge_keepalive(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *proxy = beside(l, i, KW_proxycommand);

	if (proxy == NULL)
		proxy = beside(l, i, KW_proxyjump);
	if (i->k == KW_tcpkeepalive && yes(i) && proxy != NULL &&
	    strcasecmp(proxy->word, "none") != 0)
		lint_found(l, LINT_WARNING, i->at, "TCPKeepAlive has no "
		    "effect: with %s ssh uses a pipe; use "
		    "ServerAliveInterval", proxy->name);
}

/* True if sshp keeps the connection of i's block. */
static bool
persisted(const struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL; j = j->next)
		if (j->k == KW_persist && strcasecmp(j->word, "no") != 0 &&
		    (j->block == i->block || j->block == NULL ||
		    j->block->always))
			return true;
	return false;
}

static bool
exits_on_failure(const struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL; j = j->next)
		if (j->k == KW_exitonforwardfailure &&
		    (j->block == i->block || j->block == NULL ||
		    j->block->always))
			return true;
	return false;
}

/* Reports once for a block, at its first forward. */
static void
judge_exit(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	if ((i->k != KW_localforward && i->k != KW_remoteforward &&
	    i->k != KW_dynamicforward) || persisted(l, i) ||
	    exits_on_failure(l, i))
		return;
	for (j = l->first; j != i; j = j->next)
		if (j->block == i->block && (j->k == KW_localforward ||
		    j->k == KW_remoteforward || j->k == KW_dynamicforward))
			return;
	lint_found(l, LINT_HINT, i->at, "if a forward fails, ssh continues "
	    "without it; with \"ExitOnForwardFailure yes\" ssh exits");
}

static void
judge_remote(struct lint *l, const struct lint_item *i)
{
	if (i->k == KW_remoteforward && *i->word != '\0' &&
	    strcmp(i->word, "0") != 0 &&
	    i->word[strspn(i->word, "0123456789")] == '\0')
		lint_found(l, LINT_HINT, i->at, "the server grants port %s "
		    "even if it is in use for IPv4 or for IPv6; with "
		    "\"127.0.0.1:%s\" it reports the failure", i->word,
		    i->word);
}

/* The least length of path after expansion; ssh adds 17 while it binds. */
static size_t
expanded_length(const struct lint *l, const char *path)
{
	size_t n = 0;

	if (*path == '~') {
		n += strlen(l->source->home);
		path++;
	}
	for (; *path != '\0'; path++) {
		if (*path != '%' || path[1] == '\0') {
			n++;
			continue;
		}
		path++;
		n += *path == 'C' ? 40 : *path == 'd' ?
		    strlen(l->source->home) : 1;
	}
	return n;
}

static void
judge_control(struct lint *l, const struct lint_item *i)
{
	enum { MOST = 107, MORE = 17 };
	size_t n;

	if (i->k != KW_controlpath || strcasecmp(i->word, "none") == 0)
		return;
	if ((n = expanded_length(l, i->word)) + MORE > MOST)
		lint_found(l, LINT_ERROR, i->at, "too long for a socket: at "
		    "least %zu characters, and the limit is %d; use "
		    "~/.ssh/%%C", n, MOST - MORE);
}

static void
judge_compression(struct lint *l, const struct lint_item *i)
{
	if (i->k == KW_compression && yes(i) && forwards(l, i))
		lint_found(l, LINT_HINT, i->at, "Compression makes a tunnel "
		    "slower, except on a slow line");
}

static bool
takes_one(enum keyword k)
{
	switch (keyword_rows[k].type) {
	case TYPE_LOCAL:
	case TYPE_REMOTE:
	case TYPE_DYNAMIC:
	case TYPE_IDENTITY:
	case TYPE_CERTIFICATE:
	case TYPE_SEND_ENV:
	case TYPE_MASK:
	case TYPE_IGNORED:
	case TYPE_UNSUPPORTED:
		return false;
	default:
		return true;
	}
}

/* True if block a applies to every host of block b. */
static bool
covers(const struct lint_block *a, const struct lint_block *b)
{
	if (a == NULL || a->always || a == b)
		return true;
	return b != NULL && strcmp(a->header, b->header) == 0 &&
	    strncmp(a->header, "host", 4) == 0;
}

static void
judge_order(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	if (i->k == KEYWORDS || !takes_one(i->k))
		return;
	for (j = l->first; j != i; j = j->next)
		if (j->k == i->k && covers(j->block, i->block))
			break;
	if (j != i)
		lint_found(l, LINT_WARNING, i->at, "has no effect: %s sets "
		    "it first for the same hosts, and the first value wins",
		    source_place(&l->pool, j->at));
}

static void
judge_collision(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	if (i->k != KW_localforward && i->k != KW_dynamicforward)
		return;
	for (j = l->first; j != i; j = j->next)
		if ((j->k == KW_localforward || j->k == KW_dynamicforward) &&
		    j->block != i->block && strcmp(j->word, i->word) == 0)
			break;
	if (j != i)
		lint_found(l, LINT_HINT, i->at, "%s is also used at %s: both "
		    "cannot be up at the same time", i->word,
		    source_place(&l->pool, j->at));
}

void
lint_rules(struct lint *l, const struct lint_item *i)
{
	static void (*const rule[])(struct lint *,
	    const struct lint_item *) = {
		judge_alive, judge_keepalive, judge_exit, judge_remote,
		judge_control, judge_compression, judge_order,
		judge_collision,
	};
	size_t r;

	for (r = 0; r < sizeof rule / sizeof *rule; r++)
		rule[r](l, i);
}

/* --- unknown keywords --- */

/* True for keywords of sshd_config(5), which users often try in ssh_config. */
static bool
server_side(const char *name)
{
	static const char *const names[] = {
		"acceptenv", "allowagentforwarding", "allowgroups",
		"allowstreamlocalforwarding", "allowtcpforwarding",
		"allowusers", "authenticationmethods", "authorizedkeysfile",
		"banner", "chrootdirectory", "clientalivecountmax",
		"clientaliveinterval", "denygroups", "denyusers",
		"forcecommand", "hostkey", "listenaddress", "logingracetime",
		"maxauthtries", "maxsessions", "maxstartups",
		"permitemptypasswords",
		"permitlisten", "permitopen", "permitrootlogin", "permittty",
		"permittunnel", "permituserenvironment", "printmotd",
		"strictmodes", "subsystem", "trustedusercakeys",
		"unusedconnectiontimeout", "usedns", "usepam",
		"x11forwarding",
	};
	size_t i;

	for (i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

/* The IgnoreUnknown that ssh uses for every host at line i; or NULL. */
static const struct lint_item *
ignoring(const struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	for (j = l->first; j != NULL && j != i; j = j->next)
		if (j->k == KW_ignoreunknown && (j->block == NULL ||
		    j->block->always))
			return j;
	return NULL;
}

/* The next IgnoreUnknown after from, or the first if from is NULL. */
static const struct lint_item *
some_ignoring(const struct lint *l, const struct lint_item *from)
{
	const struct lint_item *j;

	for (j = from == NULL ? l->first : from->next; j != NULL; j = j->next)
		if (j->k == KW_ignoreunknown)
			return j;
	return NULL;
}

static bool
is_persist(const struct lint_item *i)
{
	return i->row != KEYWORDS &&
	    keyword_rows[i->row].type == TYPE_PERSIST;
}

/* True if the installed ssh does not have the keyword of i. */
static bool
ssh_lacks(struct lint *l, const struct lint_item *i)
{
	const struct config_source *s = l->source;
	const struct source_answer *a;
	const char *line;

	if (!source_doubts(s, i->row))
		return false;
	line = pool_text(&l->pool, "%s=%s", i->name, i->value);
	a = line == NULL || s->ask == NULL ? NULL :
	    s->ask(s->arg, i->at, line, false);
	return a == NULL || (!a->good &&
	    strstr(a->said, "Bad configuration option") != NULL);
}

static const char *
cure_ignore(struct lint *l, const struct lint_item *i,
    const struct lint_item *by)
{
	const char *what = is_persist(i) ? "Persist*" : i->name;

	if (by != NULL)
		return pool_text(&l->pool, "change %s to \"IgnoreUnknown "
		    "%s,%s\"; ssh uses only the first one",
		    source_place(&l->pool, by->at), by->word, what);
	if ((by = some_ignoring(l, NULL)) != NULL)
		return pool_text(&l->pool, "\"IgnoreUnknown %s\" must be the "
		    "first line of %s; at %s it %s", what, l->file[0],
		    source_place(&l->pool, by->at), by->at.line > i->at.line ?
		    "comes too late" : "is not for every host");
	return pool_text(&l->pool, "begin %s with \"IgnoreUnknown %s\"",
	    l->file[0], what);
}

void
lint_unknown(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *by = ignoring(l, i);

	if (by != NULL && pattern_list(by->word, i->name, true) == 1)
		return;
	if (!is_persist(i) && !ssh_lacks(l, i))
		return;
	if (server_side(i->name))
		lint_found(l, LINT_ERROR, i->at, "%s is an option of the "
		    "server: it belongs in sshd_config(5)%s", i->name,
		    strcmp(i->name, "clientaliveinterval") == 0 ?
		    "; the client's is ServerAliveInterval" : "");
	else
		lint_found(l, is_persist(i) ? LINT_WARNING : LINT_ERROR,
		    i->at, "plain ssh rejects the file because of %s: %s",
		    is_persist(i) ? persist_name(i->k) : i->name,
		    cure_ignore(l, i, by));
}

/* --- findings --- */

static size_t
file_rank(const struct lint *l, struct origin at)
{
	size_t i;

	for (i = 0; i < l->files; i++)
		if (at.file != NULL && strcmp(l->file[i], at.file) == 0)
			break;
	return i;
}

static bool
before(const struct lint *l, const struct lint_finding *a,
    const struct lint_finding *b)
{
	size_t x = file_rank(l, a->at), y = file_rank(l, b->at);

	return x < y || (x == y && a->at.line <= b->at.line);
}

void
lint_found(struct lint *l, enum lint_level level, struct origin at,
    const char *fmt, ...)
{
	struct lint_finding *f = pool_get(&l->pool, sizeof *f), **link;
	char text[700];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (f == NULL)
		return;
	*f = (struct lint_finding){ .level = level, .at = at,
	    .text = pool_copy(&l->pool, text, strlen(text)) };
	for (link = &l->finding; *link != NULL && before(l, *link, f);
	    link = &(*link)->next)
		;
	f->next = *link;
	*link = f;
}
