/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/span.h"
#include "conf/line.h"
#include "conf/lint.h"
#include "conf/pattern.h"
#include "conf/persist.h"

/* A Host or Match line, or the lines before any. */
struct lint_block {
	struct lint_block *outer;	/* of the Include that led here */
	struct origin at;		/* line 0: before any */
	const char *header;		/* "host a b"; "" */
	bool always;			/* it applies to every host */
};

/* Any other line. */
struct lint_item {
	struct lint_item *next;
	struct lint_block *block;
	struct origin at;
	enum keyword k;			/* KEYWORDS: none of ssh's or ours */
	const char *name, *value;	/* as written; name in lower case */
	const char *word;		/* the first of the value */
};

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

static void	found(struct lint *, enum lint_level, struct origin,
		    const char *, ...) __attribute__((format(printf, 4, 5)));

static void
found(struct lint *l, enum lint_level level, struct origin at,
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

/* --- reading --- */

static bool
all_hosts(const struct line *line)
{
	size_t i;
	bool any = false;

	if (strcmp(line->keyword, "match") == 0)
		return line->n == 1 && strcasecmp(line->word[0], "all") == 0;
	for (i = 0; i < line->n; i++) {
		if (line->word[i][0] == '!')
			return false;
		any = any || strcmp(line->word[i], "*") == 0;
	}
	return any;
}

/* Nothing matches where everything is negated. */
static void
judge_host(struct lint *l, const struct line *line, struct origin at)
{
	size_t i;

	for (i = 0; i < line->n && line->word[i][0] == '!'; i++)
		;
	if (i == line->n && i > 0)
		found(l, LINT_WARNING, at, "only negated patterns: no host "
		    "ever matches; begin with *, \"Host * %s\"",
		    line->rest);
}

static void
begin_block(struct lint *l, const struct line *line, struct origin at,
    struct lint_block *outer)
{
	struct lint_block *b = pool_get(&l->pool, sizeof *b);

	if (strcmp(line->keyword, "host") == 0)
		judge_host(l, line, at);
	if (b == NULL)
		return;
	*b = (struct lint_block){ .outer = outer, .at = at,
	    .always = all_hosts(line) &&
	    (outer == NULL || outer->always),
	    .header = pool_text(&l->pool, "%s %s", line->keyword,
	    line->rest == NULL ? "" : line->rest) };
	l->block = b;
}

static void
add_item(struct lint *l, const struct line *line, struct origin at)
{
	struct lint_item *i = pool_get(&l->pool, sizeof *i);
	enum keyword k = keyword_find(line->keyword);

	if (i == NULL)
		return;
	*i = (struct lint_item){ .block = l->block, .at = at,
	    .k = k == KEYWORDS ? k : keyword_rows[k].of,
	    .name = pool_text(&l->pool, "%s", line->keyword),
	    .value = pool_text(&l->pool, "%s", line->rest),
	    .word = line->n == 0 ? "" :
	    pool_text(&l->pool, "%s", line->word[0]) };
	if (i->name == NULL || i->value == NULL || i->word == NULL)
		return;
	*l->last = i;
	l->last = &i->next;
}

static const char *
include_path(struct lint *l, const char *word, enum origin_from from)
{
	const char *system = l->source->system;

	if (*word == '/' || *word == '~')
		return word;
	return from != FROM_SYSTEM ?
	    pool_text(&l->pool, "~/.ssh/%s", word) :
	    pool_text(&l->pool, "%.*s/%s", (int)(strrchr(system, '/') -
	    system), system, word);
}

static void
read_include(struct lint *l, const struct line *line, struct origin at)
{
	enum { DEPTH = 16 };
	struct lint_block *outer = l->block;
	const char *const *path, *pattern, *why;
	size_t i;

	for (i = 0; i < line->n && l->depth < DEPTH; i++) {
		pattern = include_path(l, line->word[i], at.from);
		path = pattern == NULL ? NULL :
		    l->source->glob(l->source->arg, pattern);
		for (; path != NULL && *path != NULL; path++) {
			l->depth++;
			(void)lint_read(l, *path, at.from, true, &why);
			l->depth--;
			l->block = outer;
		}
	}
}

static void
read_text(struct lint *l, const char *text, size_t len, struct origin at)
{
	const char *end = text + len, *nl;
	struct lint_block *outer = l->block;
	struct line line = { 0 };

	for (; text < end; text = nl + 1) {
		if ((nl = memchr(text, '\n', (size_t)(end - text))) == NULL)
			nl = end;
		at.line++;
		if (line_read(&line, text, (size_t)(nl - text)) != 1 ||
		    line.rest == NULL)
			continue;
		if (strcmp(line.keyword, "host") == 0 ||
		    strcmp(line.keyword, "match") == 0)
			begin_block(l, &line, at, outer);
		else if (strcmp(line.keyword, "include") == 0)
			read_include(l, &line, at);
		else
			add_item(l, &line, at);
	}
	line_close(&line);
}

/* Remembers the file's place in the order. */
static const char *
add_file(struct lint *l, const char *path)
{
	const char **more = pool_get(&l->pool, (l->files + 1) * sizeof *more);
	const char *name = pool_text(&l->pool, "%s", path);

	if (more == NULL || name == NULL)
		return NULL;
	if (l->files > 0)
		memcpy(more, l->file, l->files * sizeof *more);
	more[l->files++] = name;
	l->file = more;
	return name;
}

int
lint_read(struct lint *l, const char *path, enum origin_from from, bool check,
    const char **why)
{
	static const char cure[] = "others can write to it, and ssh refuses "
	    "it: chmod go-w, and see that it is yours";
	struct origin at = { .from = from };
	const char *text;
	size_t len;

	if ((at.file = add_file(l, path)) == NULL)
		return 0;
	switch (l->source->read(l->source->arg, path, true, &text, &len,
	    why)) {
	case SOURCE_ABSENT:
	case SOURCE_UNREADABLE:
		return -1;
	case SOURCE_UNTRUSTED:
		at.line = 1;
		found(l, check ? LINT_ERROR : LINT_WARNING, at, "%s",
		    check ? cure : "others can write to it: chmod go-w");
		at.line = 0;
		(void)l->source->read(l->source->arg, path, false, &text,
		    &len, why);
		break;
	case SOURCE_READ:
		break;
	}
	read_text(l, text, len, at);
	return 0;
}

/* --- what ssh says --- */

void
lint_complaint(struct lint *l, enum source_level level, struct origin at,
    const char *text)
{
	char prefix[300];
	size_t n;

	/* The sum at the end says nothing that is not said already. */
	if (at.line == 0 || level == LEVEL_FATAL)
		return;
	/* The finding outlives the evaluation that owns the name. */
	at.file = pool_text(&l->pool, "%s", at.file);
	if (at.file == NULL)
		return;
	n = (size_t)snprintf(prefix, sizeof prefix, "%s line %d: ", at.file,
	    at.line);
	if (strncmp(text, prefix, n) == 0)
		text += n;
	/* What is unknown has a rule of its own. */
	if (strstr(text, "Bad configuration option") != NULL)
		return;
	found(l, strncmp(text, "Unsupported option", 18) == 0 ?
	    LINT_WARNING : LINT_ERROR, at, "%s", text);
}

/* --- rules about one line --- */

/* sshd_config(5)'s own, which people look for here. */
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
		"maxauthtries", "maxsessions", "maxstartups", "permitemptypasswords",
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

/* The value of the IgnoreUnknown that counts for every host, at line i. */
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

/* Any IgnoreUnknown at all. */
static const struct lint_item *
some_ignoring(const struct lint *l, const struct lint_item *from)
{
	const struct lint_item *j;

	for (j = from == NULL ? l->first : from->next; j != NULL; j = j->next)
		if (j->k == KW_ignoreunknown)
			return j;
	return NULL;
}

static const char *
cure_ignore(struct lint *l, const struct lint_item *i,
    const struct lint_item *by)
{
	const char *what = i->k == KEYWORDS ? i->name : "Persist*";

	if (by != NULL)
		return pool_text(&l->pool, "extend %s to \"IgnoreUnknown "
		    "%s,%s\"; only the first one counts",
		    source_place(&l->pool, by->at), by->word, what);
	if ((by = some_ignoring(l, NULL)) != NULL)
		return pool_text(&l->pool, "\"IgnoreUnknown %s\" must be the "
		    "first line of %s; at %s it %s", what, l->file[0],
		    source_place(&l->pool, by->at), by->at.line > i->at.line ?
		    "comes too late" : "is not for every host");
	return pool_text(&l->pool, "begin %s with \"IgnoreUnknown %s\"",
	    l->file[0], what);
}

/* Plain ssh rejects the file, for every host, because of this line. */
static void
judge_unknown(struct lint *l, const struct lint_item *i)
{
	const struct lint_item *by = ignoring(l, i);

	if (i->k != KEYWORDS && keyword_rows[i->k].type != TYPE_PERSIST)
		return;
	if (by != NULL && pattern_list(by->word, i->name, true) == 1)
		return;
	if (server_side(i->name))
		found(l, LINT_ERROR, i->at, "%s is of the server side: it "
		    "belongs in sshd_config(5)%s", i->name,
		    strcmp(i->name, "clientaliveinterval") == 0 ?
		    "; here it is ServerAliveInterval" : "");
	else
		found(l, i->k == KEYWORDS ? LINT_ERROR : LINT_WARNING, i->at,
		    "plain ssh rejects the file because of %s: %s",
		    i->k == KEYWORDS ? i->name : persist_name(i->k),
		    cure_ignore(l, i, by));
}

static bool
yes(const struct lint_item *i)
{
	return i != NULL && (strcasecmp(i->word, "yes") == 0 ||
	    strcasecmp(i->word, "true") == 0);
}

/* The line of keyword k in the same block as i. */
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
		found(l, LINT_WARNING, i->at, "%s x %ld: a dead server is "
		    "noticed after %lld seconds; \"ServerAliveInterval 15\" "
		    "and \"ServerAliveCountMax 3\" take 45", i->word, times,
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
		found(l, LINT_WARNING, i->at, "TCPKeepAlive does nothing "
		    "here: with %s ssh talks to a pipe; use "
		    "ServerAliveInterval", proxy->name);
}

/* Is the connection of i's block one that sshp keeps? */
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

/* Once for a block, at its first forward. */
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
	found(l, LINT_HINT, i->at, "a forward that fails leaves ssh running "
	    "without it; \"ExitOnForwardFailure yes\" ends it");
}

static void
judge_remote(struct lint *l, const struct lint_item *i)
{
	if (i->k == KW_remoteforward && *i->word != '\0' &&
	    strcmp(i->word, "0") != 0 &&
	    i->word[strspn(i->word, "0123456789")] == '\0')
		found(l, LINT_HINT, i->at, "port %s counts as granted though "
		    "it is taken for IPv4 or for IPv6; \"127.0.0.1:%s\" "
		    "fails as it should", i->word, i->word);
}

/* At least as long as it becomes; ssh needs 17 more while it binds. */
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
		found(l, LINT_ERROR, i->at, "too long for a socket: %zu "
		    "characters at least, %d are left; use ~/.ssh/%%C", n,
		    MOST - MORE);
}

static void
judge_compression(struct lint *l, const struct lint_item *i)
{
	if (i->k == KW_compression && yes(i) && forwards(l, i))
		found(l, LINT_HINT, i->at, "Compression makes a tunnel slower "
		    "on anything but a slow line");
}

/* --- rules about two lines --- */

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

/* Does a apply to every host that b does? */
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
		found(l, LINT_WARNING, i->at, "never counts: %s stands before "
		    "it, for the same hosts, and the first value wins",
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
		found(l, LINT_HINT, i->at, "%s is the port of %s, too: they "
		    "can't both be up", i->word,
		    source_place(&l->pool, j->at));
}

/* --- all of it --- */

void
lint_open(struct lint *l, const struct config_source *s)
{
	*l = (struct lint){ .source = s };
	l->last = &l->first;
}

void
lint_judge(struct lint *l)
{
	static void (*const rule[])(struct lint *,
	    const struct lint_item *) = {
		judge_unknown, judge_alive, judge_keepalive, judge_exit,
		judge_remote, judge_control, judge_compression, judge_order,
		judge_collision,
	};
	const struct lint_item *i;
	size_t r;

	for (i = l->first; i != NULL; i = i->next)
		for (r = 0; r < sizeof rule / sizeof *rule; r++)
			rule[r](l, i);
}

void
lint_close(struct lint *l)
{
	pool_free(&l->pool);
}
