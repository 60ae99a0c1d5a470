/* SPDX-License-Identifier: ISC */
/* Applies the rules of lint for forwards and tunnels. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "conf/forward.h"
#include "conf/lint_rules.h"

/* --- tunnels --- */

static bool
is_forward(const struct lint_item *i)
{
	return i->k == KW_localforward || i->k == KW_remoteforward ||
	    i->k == KW_dynamicforward;
}

static bool
persisted(const struct lint *l, const struct lint_block *b)
{
	const struct lint_item *j = lint_sets(l, b, KW_persist);

	return j != NULL && strcasecmp(j->word, "no") != 0;
}

/* True if block b is for ssh without a session: only its forwards matter. */
static bool
sessionless(const struct lint *l, const struct lint_block *b)
{
	const struct lint_item *type = lint_sets(l, b, KW_sessiontype);

	return (type != NULL && lint_none(type)) ||
	    lint_yes(lint_sets(l, b, KW_forkafterauthentication));
}

/* True if block b is for a tunnel, so that a refused forward matters. */
static bool
tunnel(const struct lint *l, const struct lint_block *b)
{
	return persisted(l, b) || sessionless(l, b) ||
	    lint_yes(lint_sets(l, b, KW_exitonforwardfailure));
}

/* Reports once for a block, at its first forward. */
static void
judge_exit(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	if (!is_forward(i) || !sessionless(l, i->block) ||
	    persisted(l, i->block) ||
	    lint_may_set(l, i->block, KW_exitonforwardfailure) != NULL)
		return;
	for (j = l->first; j != i; j = j->next)
		if (j->block == i->block && is_forward(j))
			return;
	lint_found(l, LINT_NOTE, i->at, "if this forward fails, ssh continues "
	    "without it; with \"ExitOnForwardFailure yes\" ssh exits");
}

static void
judge_remote(struct lint *l, const struct lint_item *i)
{
	if (i->k == KW_remoteforward && tunnel(l, i->block) &&
	    *i->word != '\0' && strcmp(i->word, "0") != 0 &&
	    i->word[strspn(i->word, "0123456789")] == '\0')
		lint_found(l, LINT_NOTE, i->at, "the server grants port %s "
		    "even if it is in use for IPv4 or for IPv6; with "
		    "\"127.0.0.1:%s\" it reports the failure", i->word,
		    i->word);
}

static void
judge_compression(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *j;

	if (i->k != KW_compression || !lint_yes(i) || !tunnel(l, i->block))
		return;
	for (j = l->first; j != NULL; j = j->next)
		if (j->block == i->block && is_forward(j))
			break;
	if (j != NULL)
		lint_found(l, LINT_NOTE, i->at, "Compression makes a tunnel "
		    "slower, except on a slow line; delete it there");
}

/* --- forwards that need the same port --- */

static bool
listens(struct lint *l, const struct lint_item *i, struct forward *f)
{
	enum forward_kind kind = i->k == KW_localforward ? FORWARD_LOCAL :
	    FORWARD_DYNAMIC;
	const char *text = kind == FORWARD_DYNAMIC || i->n < 2 ? i->word :
	    pool_text(&l->pool, "%s:%s", i->words[0], i->words[1]);

	return (i->k == KW_localforward || i->k == KW_dynamicforward) &&
	    text != NULL && forward_parse(f, &l->pool, l->source, kind,
	    kind == FORWARD_DYNAMIC, text) == 0 && f->listen.path == NULL &&
	    f->listen.port > 0;
}

static bool
everywhere(const char *host)
{
	return host != NULL && (*host == '\0' || strcmp(host, "*") == 0 ||
	    strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0);
}

/* True for 127.0.0.1 and ::1 together. */
static bool
both_loopbacks(const char *host)
{
	return host == NULL || strcasecmp(host, "localhost") == 0;
}

static bool
loopback(const char *host)
{
	return both_loopbacks(host) || strcmp(host, "127.0.0.1") == 0 ||
	    strcmp(host, "::1") == 0;
}

/* True if the listening ends cannot both be open. */
static bool
same_port(const struct forward_end *a, const struct forward_end *b)
{
	if (a->port != b->port)
		return false;
	if (everywhere(a->host) || everywhere(b->host))
		return true;
	if (both_loopbacks(a->host) || both_loopbacks(b->host))
		return loopback(a->host) && loopback(b->host);
	return strcasecmp(a->host, b->host) == 0;
}

/* ssh drops a forward that it has already: no finding. */
static bool
same_forward(struct lint *l, const struct forward *a, const struct forward *b)
{
	const char *x = forward_text(&l->pool, a);
	const char *y = forward_text(&l->pool, b);

	return x != NULL && y != NULL && strcmp(x, y) == 0;
}

/* True if j is for a tunnel to other hosts than i. */
static bool
other_tunnel(const struct lint *l, const struct lint_item *i,
    const struct lint_item *j)
{
	return lint_disjoint(i->block, j->block) && tunnel(l, j->block);
}

/*
 * Reports that forwards i and j use the same port.  kept: i is for a tunnel.
 * Returns true if no other line needs to be compared with i.
 */
static bool
collides(struct lint *l, const struct lint_item *i, const struct forward *f,
    bool kept, const struct lint_item *j)
{
	struct forward g = { 0 };
	bool together;

	if (lint_same_line(i, j) || !listens(l, j, &g) ||
	    !same_port(&f->listen, &g.listen))
		return false;
	together = lint_covers(j->block, i->block) ||
	    lint_covers(i->block, j->block);
	if (!together && !(kept && other_tunnel(l, i, j)))
		return false;
	if (!together)
		lint_found(l, LINT_NOTE, i->at, "the tunnel at %s uses port "
		    "%d, too, so that only one of them can be up; change one "
		    "port", source_place(&l->pool, j->at), f->listen.port);
	else if (!same_forward(l, f, &g))
		lint_found(l, LINT_WARNING, i->at, "%s listens on port %d, "
		    "too, for the same host, and only one of the two can; "
		    "delete one, or change its port",
		    source_place(&l->pool, j->at), f->listen.port);
	return true;
}

static void
judge_collision(struct lint *l, const struct lint_item *i)
{
	struct forward f = { 0 };
	const struct lint_item *j;
	char port[12];
	bool kept;

	if (!listens(l, i, &f))
		return;
	kept = tunnel(l, i->block);
	snprintf(port, sizeof port, "%d", f.listen.port);
	for (j = l->first; j != i; j = j->next)
		if (is_forward(j) && strstr(j->word, port) != NULL &&
		    collides(l, i, &f, kept, j))
			return;
}

void
lint_forwards(struct lint *l, const struct lint_item *i)
{
	judge_exit(l, i);
	judge_remote(l, i);
	judge_compression(l, i);
	judge_collision(l, i);
}
