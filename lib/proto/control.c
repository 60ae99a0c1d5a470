/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pairs.h"
#include "proto/control.h"

const char *const control_states[] = {
	[CONTROL_NO_STATE] = "unknown", [CONTROL_TRYING] = "trying",
	[CONTROL_UP] = "up", [CONTROL_ENDING] = "ending",
	[CONTROL_WAITING] = "waiting", [CONTROL_NEEDS_YOU] = "needs-you",
	[CONTROL_OVER] = "over",
};

static const char *const kinds[] = {
	[CONTROL_NO_KIND] = "unknown", [CONTROL_SHELL] = "shell",
	[CONTROL_TUNNEL] = "tunnel",
};

static const char *const requests[] = {
	[CONTROL_UNKNOWN] = "unknown", [CONTROL_STATUS] = "status",
	[CONTROL_WATCH] = "watch", [CONTROL_RESTART] = "restart",
	[CONTROL_STOP] = "stop", [CONTROL_RELOAD] = "reload",
	[CONTROL_PATH] = "path",
};

static const char *const reloads[] = {
	[CONTROL_NO_RELOAD] = "none", [CONTROL_RELOADED] = "done",
	[CONTROL_RELOAD_PART] = "part", [CONTROL_RELOAD_REFUSED] = "refused",
};

struct request {
	int request;
};

static const struct pairs_field request[] = {
	PAIR_WORD(request, "request", request, requests),
};

/* The most important keys come first, in case some do not fit. */
static const struct pairs_field status[] = {
	PAIR_WORD(control_status, "state", state, control_states),
	PAIR_NUMBER(control_status, "protocol", protocol),
	PAIR_TEXT(control_status, "version", version),
	PAIR_TEXT(control_status, "id", id),
	PAIR_TEXT(control_status, "name", name),
	PAIR_NUMBER(control_status, "reload-asked", asked),
	PAIR_NUMBER(control_status, "reload-ended", reloads),
	PAIR_WORD(control_status, "reload-result", reloaded, reloads),
	PAIR_TEXT(control_status, "reload", reload),
	PAIR_TEXT(control_status, "to", to),
	PAIR_WORD(control_status, "kind", kind, kinds),
	PAIR_NUMBER(control_status, "pid", pid),
	PAIR_NUMBER(control_status, "ssh", ssh),
	PAIR_NUMBER(control_status, "age", age),
	PAIR_NUMBER(control_status, "running", running),
	PAIR_NUMBER(control_status, "next", next),
	PAIR_NUMBER(control_status, "up", up),
	PAIR_NUMBER(control_status, "tries", tries),
	PAIR_NUMBER(control_status, "attempts", attempts),
	PAIR_NUMBER(control_status, "drops", drops),
	PAIR_NUMBER(control_status, "wanted", wanted),
	PAIR_NUMBER(control_status, "ready", ready),
	PAIR_NUMBER(control_status, "held", held),
	PAIR_NUMBER(control_status, "connected", connected),
	PAIR_NUMBER(control_status, "follows", follows),
	PATH_FIGURES(control_status, path),
	PAIR_TEXT(control_status, "clients", clients),
	PAIR_TEXT(control_status, "ports", ports),
	PAIR_TEXT(control_status, "detail", detail),
	PAIR_TEXT(control_status, "reason", reason),
	PAIR_TEXT(control_status, "forwards", forwards),
};

static const struct pairs_field entry[] = {
	PAIR_NUMBER(control_entry, "pid", pid),
	PAIR_TEXT(control_entry, "name", name),
	PAIR_TEXT(control_entry, "socket", socket),
	PAIR_TEXT(control_entry, "to", to),
	PAIR_WORD(control_entry, "state", state, control_states),
	PAIR_TEXT(control_entry, "forwards", forwards),
	PAIR_TEXT(control_entry, "of", of),
};

size_t
control_ask(enum control_request r, char out[CONTROL_SIZE])
{
	struct request q = { (int)r };

	return pairs_write(request, PAIRS(request), &q, out, CONTROL_SIZE);
}

enum control_request
control_asked(const char *from, size_t n)
{
	struct request q = { 0 };

	if (pairs_read(request, PAIRS(request), &q, from, n) == -1)
		return CONTROL_UNKNOWN;
	return (enum control_request)q.request;
}

/* A number from another process must stay in bounds: sums use it. */
static bool
sane(int64_t number)
{
	return number >= 0 && number <= INT64_MAX / 4;
}

/* A pid, or 0. */
static bool
sane_pid(int64_t pid)
{
	return pid >= 0 && pid <= INT32_MAX;
}

bool
control_is_id(const char *id)
{
	return *id != '\0' && id[strspn(id, "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0';
}

static bool
sane_status(const struct control_status *s)
{
	const int64_t number[] = { s->age, s->running, s->next, s->up,
	    s->tries, s->attempts, s->drops, s->asked, s->reloads,
	    s->wanted, s->ready, s->held, s->connected };
	size_t i;

	for (i = 0; i < PAIRS(number); i++)
		if (!sane(number[i]))
			return false;
	return control_is_id(s->id) && s->state != CONTROL_NO_STATE &&
	    sane_pid(s->pid) && sane_pid(s->ssh);
}

size_t
control_tell(const struct control_status *s, char out[CONTROL_SIZE])
{
	return pairs_write(status, PAIRS(status), s, out, CONTROL_SIZE);
}

/* Keeps only the keys of a status that have one meaning in all versions. */
static int
other_protocol(struct control_status *s)
{
	struct control_status all = { .protocol = s->protocol,
	    .pid = s->pid };

	if (!sane(s->protocol) || !sane_pid(s->pid) || !control_is_id(s->id))
		return -1;
	memcpy(all.version, s->version, sizeof all.version);
	memcpy(all.id, s->id, sizeof all.id);
	memcpy(all.name, s->name, sizeof all.name);
	*s = all;
	return 1;
}

int
control_told(struct control_status *s, const char *from, size_t n)
{
	*s = (struct control_status){ 0 };
	if (pairs_read(status, PAIRS(status), s, from, n) == -1)
		return -1;
	/* The first protocol had no number. */
	if (s->protocol == 0)
		s->protocol = 1;
	if (s->protocol != CONTROL_PROTOCOL)
		return other_protocol(s);
	path_figures_limit(&s->path);
	return sane_status(s) ? 0 : -1;
}

size_t
control_enter(const struct control_entry *e, char out[CONTROL_SIZE])
{
	return pairs_write(entry, PAIRS(entry), e, out, CONTROL_SIZE);
}

int
control_entered(struct control_entry *e, const char *from, size_t n)
{
	*e = (struct control_entry){ 0 };
	if (pairs_read(entry, PAIRS(entry), e, from, n) == -1)
		return -1;
	return sane_pid(e->pid) && e->pid != 0 ? 0 : -1;
}

/* --- the clients of a forward --- */

void
control_clients_add(char *text, size_t size, const struct control_clients *c)
{
	size_t n = strlen(text);
	int more = snprintf(text + n, size - n, "%lld %lld %lld %lld %s\n",
	    (long long)c->held, (long long)c->connected,
	    (long long)c->accepted, (long long)c->reset, c->forward);

	if (more < 0 || (size_t)more >= size - n)
		text[n] = '\0';
}

const char *
control_clients_next(const char *at, struct control_clients *c)
{
	int64_t *const to[] = { &c->held, &c->connected, &c->accepted,
	    &c->reset };
	char *end;
	size_t i, n;

	for (i = 0; i < PAIRS(to); i++, at = end) {
		*to[i] = strtoll(at, &end, 10);
		if (end == at || !sane(*to[i]))
			return NULL;
	}
	at += *at == ' ';
	n = strcspn(at, "\n");
	snprintf(c->forward, sizeof c->forward, "%.*s", (int)n, at);
	return at[n] == '\n' ? at + n + 1 : at + n;
}

/* --- the clients of a supervisor --- */

int
control_limit(int n)
{
	n /= 4;
	return n > CONTROL_MAX ? CONTROL_MAX : n < 2 ? 2 : n;
}

/* The number of connections from the process of client a. */
static int
control_share(const struct control_client c[CONTROL_MAX], int a)
{
	int i, n = 0;

	for (i = 0; i < CONTROL_MAX; i++)
		n += c[i].open && c[i].pid == c[a].pid;
	return n;
}

/* True if client a must leave before client b. */
static bool
control_before(const struct control_client c[CONTROL_MAX], int a, int b)
{
	int x = control_share(c, a), y = control_share(c, b);

	if (x != y)
		return x > y;
	if (c[a].watches != c[b].watches)
		return c[b].watches;
	return c[a].since < c[b].since;
}

int
control_evicted(const struct control_client c[CONTROL_MAX])
{
	int i, worst = -1;

	for (i = 0; i < CONTROL_MAX; i++)
		if (c[i].open && (worst == -1 || control_before(c, i, worst)))
			worst = i;
	return worst;
}
