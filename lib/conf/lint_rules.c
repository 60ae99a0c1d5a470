/* SPDX-License-Identifier: ISC */
/* Applies the rules of lint to a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"
#include "conf/forward.h"
#include "conf/lint_rules.h"

static const char *
place(struct lint *l, const struct lint_item *i)
{
	return source_place(&l->pool, i->at);
}

/* --- time limits --- */

/* Reports i, if ssh detects a dead server late. */
static void
report_alive(struct lint *l, const struct lint_item *i,
    const struct lint_item *interval, const struct lint_item *count)
{
	enum { LONG = 10 * 60, HOUR = 60 * 60 };
	long times = count == NULL ? 3 : strtol(count->word, NULL, 10);
	int64_t ms;

	if (span_parse(interval->word, &ms) == -1 || ms == 0 ||
	    ms / 1000 * times <= LONG)
		return;
	lint_found(l, ms / 1000 * times > HOUR ? LINT_WARNING : LINT_NOTE,
	    i->at, "ServerAliveInterval %s and ServerAliveCountMax %ld: ssh "
	    "detects a dead server only after %lld seconds; \"ServerAlive"
	    "Interval 15\" and \"ServerAliveCountMax 3\" detect it after 45",
	    interval->word, times, (long long)ms / 1000 * times);
}

static void
judge_alive(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *interval, *count;

	if (i->k != KW_serveraliveinterval && i->k != KW_serveralivecountmax)
		return;
	interval = lint_sets(l, i->block, KW_serveraliveinterval);
	count = lint_sets(l, i->block, KW_serveralivecountmax);
	if (i == interval)
		report_alive(l, i, i, count);
	/* The interval is elsewhere, and its own block has another count. */
	else if (i == count && interval != NULL && lint_sets(l,
	    interval->block, KW_serveralivecountmax) != i)
		report_alive(l, i, interval, i);
}

/* True if the command is the program of that name, in any directory. */
static bool
runs(const char *command, const char *program)
{
	size_t n = strcspn(command, " \t");
	const char *slash;

	while ((slash = memchr(command, '/', n)) != NULL) {
		n -= (size_t)(slash + 1 - command);
		command = slash + 1;
	}
	return n == strlen(program) && strncmp(command, program, n) == 0;
}

/*
 * True if j is a ProxyCommand or ProxyJump in a block for which TCPKeepAlive
 * line i is set, and nothing else detects a dead server.
 */
static bool
behind_proxy(struct lint *l, const struct lint_item *j, const void *arg)
{
	const struct lint_item *i = arg;

	return !lint_none(j) && !runs(j->value, "tunnel-guard") &&
	    (lint_sets(l, j->block, KW_tcpkeepalive) == i ||
	    lint_covers(j->block, i->block)) &&
	    lint_may_set(l, j->block, KW_serveraliveinterval) == NULL;
}

static void
judge_keepalive(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *proxy;

	if (i->k != KW_tcpkeepalive || !lint_yes(i))
		return;
	proxy = lint_earlier(
	    lint_first(l, i->block, KW_proxycommand, behind_proxy, i),
	    lint_first(l, i->block, KW_proxyjump, behind_proxy, i));
	if (proxy == NULL)
		return;
	lint_found(l, LINT_WARNING, i->at, "%s has no effect with the %s at "
	    "%s, because ssh then uses a pipe; add \"ServerAliveInterval 15\"",
	    i->spelled, proxy->spelled, place(l, proxy));
}

/* --- control sockets --- */

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

/* True if the expanded path is another one for another host. */
static bool
names_host(const char *path)
{
	for (; (path = strchr(path, '%')) != NULL && path[1] != '\0';
	    path += 2)
		if (strchr("Chnk", path[1]) != NULL)
			return true;
	return false;
}

/* True if all names of block b lead to one host. */
static bool
one_host(struct lint *l, const struct lint_block *b)
{
	const struct lint_item *name = lint_sets(l, b, KW_hostname);

	return !lint_several(b) || (name != NULL && !names_host(name->word));
}

static void
judge_control(struct lint *l, const struct lint_item *i)
{
	enum { MOST = 107, MORE = 17 };
	size_t n;

	if (i->k != KW_controlpath || lint_none(i))
		return;
	if ((n = expanded_length(l, i->word)) + MORE > MOST)
		lint_found(l, LINT_ERROR, i->at, "the path is too long for a "
		    "socket: at least %zu characters, and the limit is %d; "
		    "use ~/.ssh/%%C", n, MOST - MORE);
	else if (!names_host(i->word) && strstr(i->word, "${") == NULL &&
	    !one_host(l, i->block))
		lint_found(l, LINT_WARNING, i->at, "several hosts share this "
		    "path, so that ssh may use the connection to another "
		    "host; use ~/.ssh/%%C");
}

static void
judge_master(struct lint *l, const struct lint_item *i)
{
	if (i->k != KW_controlmaster || strcasecmp(i->word, "no") == 0 ||
	    strcasecmp(i->word, "false") == 0 ||
	    lint_may_set(l, i->block, KW_controlpath) != NULL)
		return;
	lint_found(l, LINT_WARNING, i->at, "%s has no effect without a "
	    "ControlPath; add \"ControlPath ~/.ssh/%%C\"", i->spelled);
}

/* --- old keywords, old commands --- */

static void
judge_old(struct lint *l, const struct lint_item *i)
{
	static const struct {
		enum keyword row;
		enum lint_level level;
		const char *cure;
	} old[] = {
		{ KW_cipher, LINT_WARNING, "use Ciphers, or delete it" },
		{ KW_globalknownhostsfile2, LINT_WARNING, "add the file to "
		    "GlobalKnownHostsFile" },
		{ KW_userknownhostsfile2, LINT_WARNING, "add the file to "
		    "UserKnownHostsFile" },
	};
	const char *cure = "delete it";
	enum lint_level level = LINT_NOTE;
	size_t n;

	if (i->row == KW_dsaauthentication && !lint_yes(i)) {
		lint_found(l, LINT_WARNING, i->at, "%s is now another name of "
		    "PubkeyAuthentication, so that ssh uses no key at all; "
		    "delete it", i->spelled);
		return;
	}
	if (i->k == KEYWORDS || keyword_rows[i->k].type != TYPE_IGNORED)
		return;
	for (n = 0; n < sizeof old / sizeof *old; n++)
		if (i->row == old[n].row) {
			level = old[n].level;
			cure = old[n].cure;
		}
	lint_found(l, level, i->at, "ssh no longer has %s, and ignores the "
	    "line; %s", i->spelled, cure);
}

/* The index of the first word of i that is nc, from from on; or n. */
static size_t
netcat(const struct lint_item *i, size_t from)
{
	for (; from < i->n; from++)
		if (runs(i->words[from], "nc") ||
		    runs(i->words[from], "netcat"))
			break;
	return from;
}

static void
judge_netcat(struct lint *l, const struct lint_item *i)
{
	size_t w;

	if (i->k != KW_proxycommand)
		return;
	if (runs(i->word, "ssh") && netcat(i, 1) < i->n &&
	    strstr(i->value, "%h") != NULL) {
		lint_found(l, LINT_NOTE, i->at, "ssh needs no nc on the jump "
		    "host; use \"ProxyJump\" and the name of that host");
		return;
	}
	for (w = netcat(i, 0); w < i->n; w++)
		if (strcmp(i->words[w], "-q0") == 0 ||
		    (strcmp(i->words[w], "-q") == 0 && w + 1 < i->n))
			lint_found(l, LINT_NOTE, i->at, "only some versions "
			    "of nc have -q, the others exit at once, and ssh "
			    "ends nc itself; delete %s", i->words[w]);
}

/* --- tunnels --- */

static bool
is_forward(const struct lint_item *i)
{
	return i->k == KW_localforward || i->k == KW_remoteforward ||
	    i->k == KW_dynamicforward;
}

static bool
persisted(struct lint *l, const struct lint_block *b)
{
	const struct lint_item *j = lint_sets(l, b, KW_persist);

	return j != NULL && strcasecmp(j->word, "no") != 0;
}

/* True if block b is for ssh without a session: only its forwards matter. */
static bool
sessionless(struct lint *l, const struct lint_block *b)
{
	const struct lint_item *type = lint_sets(l, b, KW_sessiontype);

	return (type != NULL && lint_none(type)) ||
	    lint_yes(lint_sets(l, b, KW_forkafterauthentication));
}

/* True if block b is for a tunnel, so that a refused forward matters. */
static bool
tunnel(struct lint *l, const struct lint_block *b)
{
	return persisted(l, b) || sessionless(l, b) ||
	    lint_yes(lint_sets(l, b, KW_exitonforwardfailure));
}

/* The first forward in block b itself; or NULL. */
static const struct lint_item *
first_forward(const struct lint *l, const struct lint_block *b)
{
	return lint_earlier(lint_in_block(l, b, KW_localforward),
	    lint_earlier(lint_in_block(l, b, KW_remoteforward),
	    lint_in_block(l, b, KW_dynamicforward)));
}

/* Reports once for a block, at its first forward. */
static void
judge_exit(struct lint *l, const struct lint_item *i)
{
	if (!is_forward(i) || first_forward(l, i->block) != i ||
	    !sessionless(l, i->block) || persisted(l, i->block) ||
	    lint_may_set(l, i->block, KW_exitonforwardfailure) != NULL)
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
	if (i->k == KW_compression && lint_yes(i) && tunnel(l, i->block) &&
	    first_forward(l, i->block) != NULL)
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

/* A forward that is judged. */
struct judged {
	const struct lint_item *i;
	const struct forward *f;
};

/* True if j is an earlier line that uses the same port. */
static bool
earlier_same_port(struct lint *l, const struct judged *of,
    const struct lint_item *j)
{
	struct forward g = { 0 };

	return j->order < of->i->order && !lint_same_line(of->i, j) &&
	    listens(l, j, &g) && same_port(&of->f->listen, &g.listen);
}

/* True if j is such a line for a host that i has, too. */
static bool
together(struct lint *l, const struct lint_item *j, const void *arg)
{
	const struct judged *of = arg;

	return (lint_covers(j->block, of->i->block) ||
	    lint_covers(of->i->block, j->block)) &&
	    earlier_same_port(l, of, j);
}

/* The key of the tunnels that listen on the port of f at an address. */
static struct lookup_key
listener(const struct forward *f, const char *host)
{
	return (struct lookup_key){ LINES_OF_LISTENER, (size_t)f->listen.port,
	    everywhere(host) ? "*" : both_loopbacks(host) ? "localhost" :
	    host };
}

/* The first tunnel of a key to other hosts, with the same port; or NULL. */
static const struct lint_item *
tunnel_of(struct lint *l, const struct judged *of, struct lookup_key key)
{
	const struct lookup_entry *e;
	const struct lint_item *j;

	for (e = lookup_find(&l->line, key); e != NULL; e = e->next) {
		j = e->what;
		if (lint_disjoint(of->i->block, j->block) &&
		    earlier_same_port(l, of, j))
			return j;
	}
	return NULL;
}

static const struct lint_item *
other_tunnel(struct lint *l, const struct judged *of)
{
	static const char *const loop[] = { "localhost", "127.0.0.1", "::1" };
	const struct forward *f = of->f;
	const struct lint_item *j;
	size_t i;

	if (everywhere(f->listen.host))
		return tunnel_of(l, of, (struct lookup_key){ LINES_OF_PORT,
		    (size_t)f->listen.port, "" });
	j = lint_earlier(tunnel_of(l, of, listener(f, "*")),
	    tunnel_of(l, of, listener(f, f->listen.host)));
	for (i = 0; i < 3 && loopback(f->listen.host); i++)
		j = lint_earlier(j, tunnel_of(l, of, listener(f, loop[i])));
	return j;
}

/* Adds a forward of a tunnel, for the lines below it. */
static void
add_tunnel(struct lint *l, const struct lint_item *i, const struct forward *f)
{
	lookup_add(&l->line, &l->pool, (struct lookup_key){ LINES_OF_PORT,
	    (size_t)f->listen.port, "" }, i);
	lookup_add(&l->line, &l->pool, listener(f, f->listen.host), i);
}

/* Reports that forward i, of the same host as j, uses the same port. */
static void
report_together(struct lint *l, const struct judged *of,
    const struct lint_item *j)
{
	struct forward g = { 0 };

	if (listens(l, j, &g) && !same_forward(l, of->f, &g))
		lint_found(l, LINT_WARNING, of->i->at, "%s listens on port "
		    "%d, too, for the same host, and only one of the two can; "
		    "delete one, or change its port",
		    source_place(&l->pool, j->at), of->f->listen.port);
}

static void
judge_collision(struct lint *l, const struct lint_item *i)
{
	struct forward f = { 0 };
	struct judged of = { i, &f };
	const struct lint_item *same, *other = NULL;

	if (!listens(l, i, &f))
		return;
	same = lint_earlier(
	    lint_first(l, i->block, KW_localforward, together, &of),
	    lint_first(l, i->block, KW_dynamicforward, together, &of));
	if (tunnel(l, i->block)) {
		other = other_tunnel(l, &of);
		add_tunnel(l, i, &f);
	}
	if (other != NULL && lint_earlier(same, other) == other)
		lint_found(l, LINT_NOTE, i->at, "the tunnel at %s uses port "
		    "%d, too, so that only one of them can be up; change one "
		    "port", source_place(&l->pool, other->at), f.listen.port);
	else if (same != NULL)
		report_together(l, &of, same);
}

static void
judge_forwards(struct lint *l, const struct lint_item *i)
{
	judge_exit(l, i);
	judge_remote(l, i);
	judge_compression(l, i);
	judge_collision(l, i);
}

/* --- all rules --- */

void
lint_rules(struct lint *l, const struct lint_item *i)
{
	static void (*const rule[])(struct lint *,
	    const struct lint_item *) = {
		judge_alive, judge_keepalive, judge_control, judge_master,
		judge_old, judge_netcat, lint_no_effect, judge_forwards,
	};
	size_t r;

	for (r = 0; r < sizeof rule / sizeof *rule; r++)
		rule[r](l, i);
}

/* --- Host lines --- */

/* True for "srv:22", which is no IPv6 address. */
static bool
has_port(const char *word)
{
	const char *colon = strchr(word, ':');

	return colon != NULL && colon != word && colon[1] != '\0' &&
	    colon[1 + strspn(colon + 1, "0123456789")] == '\0';
}

/* Reports a pattern that matches no host, or another; true if it does. */
static bool
judge_pattern(struct lint *l, const struct lint_block *b, const char *word)
{
	const char *at = strrchr(word, '@');

	if (strchr(word, ',') != NULL)
		lint_found(l, LINT_WARNING, b->at, "Host takes names with "
		    "spaces between them, and the comma in \"%s\" is part of "
		    "a name; write a space", word);
	else if (strstr(word, "://") != NULL)
		lint_found(l, LINT_WARNING, b->at, "no host is called \"%s\"; "
		    "write the name alone", word);
	else if (at != NULL)
		lint_found(l, LINT_WARNING, b->at, "no host is called \"%s\", "
		    "because ssh removes the user first; write \"Host %s\" "
		    "and \"User %.*s\"", word, at + 1, (int)(at - word), word);
	else if (has_port(word) && lint_may_set(l, b, KW_hostname) == NULL)
		lint_found(l, LINT_WARNING, b->at, "ssh takes \"%s\" as a "
		    "name, not as a name and a port; write \"Host %.*s\" and "
		    "\"Port %s\"", word, (int)strcspn(word, ":"), word,
		    strchr(word, ':') + 1);
	else if (strpbrk(word, " \t") != NULL)
		lint_found(l, LINT_WARNING, b->at, "\"%s\" is one name with a "
		    "space in it; write the names without quotes", word);
	else
		return false;
	return true;
}

void
lint_host(struct lint *l, const struct lint_block *b)
{
	size_t i, not = 0;

	for (i = 0; i < b->n; i++) {
		not += b->word[i][0] == '!';
		if (judge_pattern(l, b, b->word[i]))
			return;
	}
	if (not == b->n && not > 0)
		lint_found(l, LINT_WARNING, b->at, "this block matches no "
		    "host, because all its patterns are negated; begin with "
		    "\"Host *\"");
}
