/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "compat/compat.h"
#include "sys/names.h"
#include "sys/netwatch.h"
#include "transport/eyeballs.h"
#include "tunnel-guard/connection.h"
#include "tunnel-guard/connection_error.h"

enum {
	ASK_AGAIN = 4,		/* rounds on the addresses of one answer */
	REST = 8		/* at most so many a guard watches besides */
};

/* All attempts at once, the resolver, the network, and the rest. */
LOOP_HOLDS(RESOLVE_MAX + 2 + REST);

/* To whom we dial. */
static const char *
reach_to(const struct reach *r)
{
	return r->o->via == NULL ? r->host : r->o->via->host;
}

static const char *
reach_port(const struct reach *r)
{
	return r->o->via == NULL ? r->port : r->o->via->port;
}

/* Ends what is under way. */
static void
reach_drop(struct reach *r)
{
	resolve_close(&r->resolve);
	dial_close(&r->dial);
}

static void
reach_failed(struct reach *r)
{
	reach_close(r);
	if (r->sock != -1)
		close(r->sock);
	r->sock = -1;
	r->state = REACH_FAILED;
}

/* --- no network: wait for it --- */

/* Nothing is under way until the next round. */
static void
reach_pause(struct reach *r, const char *why, int64_t now)
{
	char line[400];

	snprintf(line, sizeof line, "%s: %s; waiting for the network",
	    r->host, why);
	if (!r->told)
		report_log(r->report, line);
	r->told = true;
	reach_drop(r);
	r->state = REACH_PAUSE;
	rounds_begin(&r->rounds, ROUNDS_IDLE, now);
}

/* Does this machine have an address that others could answer to? */
static bool
reach_online(void)
{
	return names_local("0.0.0.0/0,!127.0.0.0/8,::/0,!::1/128,!fe80::/10")
	    == 1;
}

/* --- resolve --- */

static void	reach_resolved(struct reach *, int64_t);

/* The resolver gave no answer: why. */
static void
reach_unasked(struct reach *r, int error, int64_t now)
{
	if (r->o->patient) {
		reach_pause(r, strerror(error), now);
		return;
	}
	excuse_unasked(r->report, reach_to(r), error);
	reach_failed(r);
}

/* True if the answer may be another one once there is a network. */
static bool
reach_may_resolve(const struct resolved *f)
{
	return f->gai == EAI_AGAIN || f->gai == EAI_SYSTEM ||
	    (f->gai != EAI_SERVICE && !reach_online());
}

static void
reach_unresolved(struct reach *r, int64_t now)
{
	if (r->o->patient && reach_may_resolve(&r->found)) {
		reach_pause(r, excuse_resolver(&r->found), now);
		return;
	}
	excuse_unresolved(r->report, reach_to(r), reach_port(r), &r->found);
	reach_failed(r);
}

/* An address to send from is of one family, and so must be theirs. */
static int
reach_family(const struct reach_options *o)
{
	const struct sender *s = &o->sender;

	if (o->family != AF_UNSPEC || s->address == NULL ||
	    s->interface != NULL)
		return o->family;
	return strchr(s->address, ':') != NULL ? AF_INET6 : AF_INET;
}

static void
reach_ask(struct reach *r, int64_t now)
{
	r->state = REACH_NAME;
	switch (resolve_open(&r->resolve, reach_to(r), reach_port(r),
	    reach_family(r->o), &r->found)) {
	case -1:
		reach_unasked(r, errno, now);
		break;
	case 1:
		reach_resolved(r, now);
		break;
	default:
		rounds_begin(&r->rounds, reach_online() ? ROUNDS_ASKING :
		    ROUNDS_ASKING_BLIND, now);
	}
}

/* The answer is there: goes on to dial. */
static void
reach_resolved(struct reach *r, int64_t now)
{
	struct address found[RESOLVE_MAX];
	int family[RESOLVE_MAX];
	size_t i, order[RESOLVE_MAX];

	if (r->found.gai != 0) {
		reach_unresolved(r, now);
		return;
	}
	for (i = 0; i < r->found.n; i++)
		family[i] = r->found.addr[i].sa.sa_family;
	eyeballs_order(family, r->found.n, order);
	memcpy(found, r->found.addr, sizeof found);
	for (i = 0; i < r->found.n; i++)
		r->found.addr[i] = found[order[i]];
	report_event(r->report, EVENT_RESOLVED, EVENT_NONE, NULL);
	r->state = REACH_DIAL;
	rounds_begin(&r->rounds, ROUNDS_DIALLING, now);
	dial_open(&r->dial, r->found.addr, r->found.n, &r->o->sender,
	    EYEBALLS_DELAY, now);
}

static void
reach_name(struct reach *r, const struct loop *l)
{
	if (!loop_ready(l, r->slot)) {
		if (l->now >= r->deadline)
			reach_unasked(r, ETIMEDOUT, l->now);
	} else if (resolve_take(&r->resolve, &r->found) == -1) {
		reach_unasked(r, errno, l->now);
	} else {
		reach_resolved(r, l->now);
	}
}

/* --- dial --- */

/*
 * True if a network, or another one, would make a difference.  EACCES and
 * EINVAL are what prohibited and blackholed routes give, as VPNs set them.
 */
static bool
reach_may_answer(int error)
{
	switch (error) {
	case EACCES:
	case EADDRNOTAVAIL:
	case EHOSTUNREACH:
	case EINVAL:
	case ENETDOWN:
	case ENETUNREACH:
	case ETIMEDOUT:
		return true;
	default:
		return false;
	}
}

static void
reach_undialled(struct reach *r, int error, int64_t now)
{
	const struct dial *d = &r->dial;

	if (r->o->patient && reach_may_answer(error)) {
		reach_pause(r, d->why.text[0] != '\0' ? d->why.text :
		    strerror(error), now);
		return;
	}
	excuse_undialled(r->report, reach_to(r), reach_port(r), d, error,
	    r->span);
	reach_failed(r);
}

static void
reach_done(struct reach *r)
{
	char text[ADDRESS_TEXT];

	report_event(r->report, EVENT_CONNECTED, EVENT_NONE,
	    address_text(&r->found.addr[r->dial.won], text));
	reach_close(r);
	r->state = REACH_DONE;
}

/* What the proxy is told; -1: a service nobody knows. */
static int
reach_number(const char *port)
{
	return port[strspn(port, "+0123456789")] == '\0' ?
	    (int)strtol(port, NULL, 10) : names_port(port);
}

/* There is a socket, which leads to the proxy if there is one. */
static void
reach_connected(struct reach *r, int64_t now)
{
	char text[ADDRESS_TEXT], span[SPAN_TEXT];
	int port = reach_number(r->port);

	log_detail(r->log, "%s: connected to %s port %s in %s", r->host,
	    address_text(&r->found.addr[r->dial.won], text), reach_port(r),
	    span_text(now - r->began, span));
	if (r->o->via == NULL) {
		reach_done(r);
	} else if (port == -1) {
		report_failed(r->report, EVENT_OTHER,
		    "port %s: unknown service", r->port);
		reach_failed(r);
	} else if ((r->hop = calloc(1, sizeof *r->hop)) == NULL) {
		report_failed(r->report, EVENT_OTHER, "start: %s",
		    strerror(ENOMEM));
		reach_failed(r);
	} else {
		r->state = REACH_PROXY;
		r->deadline = now + r->span;
		hop_start(r->hop, r->sock, r->o->via, r->host, port);
	}
}

static void
reach_dial(struct reach *r, const struct loop *l)
{
	r->sock = dial_step(&r->dial, l);
	if (r->sock != -1)
		reach_connected(r, l->now);
	else if (errno != EINPROGRESS || l->now >= r->deadline)
		reach_undialled(r, errno, l->now);
}

/* --- proxy --- */

static void
reach_proxy(struct reach *r, const struct loop *l)
{
	char how[SPAN_TEXT + 32], span[SPAN_TEXT];
	enum proxy_state state = hop_step(r->hop, l);
	bool silent = state == PROXY_TALKS;

	if (state == PROXY_OPEN) {
		log_detail(r->log, "%s: the proxy has connected us",
		    r->host);
		reach_done(r);
		return;
	}
	if (silent && l->now < r->deadline)
		return;
	snprintf(how, sizeof how, "no answer within %s",
	    span_text(r->span, span));
	proxy_ended(&r->hop->proxy, how);
	excuse_unproxied(r->report, r->host, r->port, r->o->via,
	    &r->hop->proxy, silent);
	reach_failed(r);
}

/* --- rounds --- */

/* Begins anew what nobody answered. */
static void
reach_again(struct reach *r, int64_t now)
{
	bool dialling = r->state == REACH_DIAL;

	/* One address refused and the rest silent is an answer, too. */
	if (dialling && r->o->patient && r->dial.error == ECONNREFUSED) {
		reach_undialled(r, ECONNREFUSED, now);
	} else if (dialling &&
	    !(r->o->patient && r->rounds.n >= ASK_AGAIN)) {
		dial_again(&r->dial, now);
		rounds_begin(&r->rounds, ROUNDS_DIALLING, now);
	} else {
		reach_drop(r);
		reach_ask(r, now);
	}
}

static void
reach_round(struct reach *r, const struct loop *l)
{
	if (loop_ready(l, r->netwatch_slot)) {
		netwatch_take(r->netwatch);
		if (rounds_changed(&r->rounds, l->now))
			log_detail(r->log, "%s: the network changed; "
			    "beginning anew", r->host);
	}
	if (l->now >= r->rounds.due)
		reach_again(r, l->now);
}

/* --- */

void
reach_start(struct reach *r, int64_t now, int64_t span)
{
	r->sock = -1;
	r->netwatch = netwatch_open();
	r->began = now;
	r->span = span;
	r->deadline = r->o->patient ? SPAN_NEVER : now + span;
	reach_ask(r, now);
}

void
reach_watch(struct reach *r, struct loop *l)
{
	loop_lower(l, r->deadline);
	if (r->state == REACH_PROXY) {
		hop_watch(r->hop, l);
		return;
	}
	loop_lower(l, r->rounds.due);
	r->netwatch_slot = loop_watch(l, r->netwatch, POLLIN);
	r->slot = loop_watch(l, r->resolve.fd, POLLIN);
	if (r->state == REACH_DIAL)
		dial_watch(&r->dial, l);
}

enum reach_state
reach_step(struct reach *r, const struct loop *l)
{
	static void (*const step[])(struct reach *, const struct loop *) = {
		[REACH_NAME] = reach_name, [REACH_DIAL] = reach_dial,
		[REACH_PROXY] = reach_proxy,
	};

	if (r->state < REACH_DONE && step[r->state] != NULL)
		step[r->state](r, l);
	if (r->state < REACH_PROXY)
		reach_round(r, l);
	return r->state;
}

void
reach_close(struct reach *r)
{
	reach_drop(r);
	if (r->netwatch != -1)
		close(r->netwatch);
	r->netwatch = -1;
	/* It has said the password. */
	if (r->hop != NULL)
		explicit_bzero(r->hop, sizeof *r->hop);
	free(r->hop);
	r->hop = NULL;
	if (r->o->via != NULL)
		explicit_bzero(r->o->via->password,
		    sizeof r->o->via->password);
}
