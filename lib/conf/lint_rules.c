/* SPDX-License-Identifier: ISC */
/* Applies the rules of lint to a line. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"
#include "conf/lint_item.h"

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
