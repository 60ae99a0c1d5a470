/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "link/eyeballs.h"
#include "run/reach.h"
#include "sys/names.h"
#include "sys/netwatch.h"

enum {
	SETTLE = 100,		/* one change of the network brings more, ms */
	CHANCE = 1000,		/* what an attempt has, whatever changes, ms */
	CHANCE_MOST = 10000,	/* where something changes all the time, ms */
	NAME_CHANCE = 5000,	/* the same for a question, ms */
	ASK_AGAIN = 4		/* rounds on the addresses of one answer */
};

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
	r->state = REACH_FAILED;
}

static void
reach_round(struct reach *r, int64_t now)
{
	r->round_began = now;
	r->renew = now + eyeballs_renew(r->round++);
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
	reach_round(r, now);
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
	report_failed(r->report, EVENT_DNS_TEMPORARY,
	    "Could not resolve hostname %s: %s", r->host, strerror(error));
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
	const struct resolved *f = &r->found;
	const char *why = f->gai == EAI_SYSTEM ? strerror(f->error) :
	    gai_strerror(f->gai);

	if (r->o->patient && reach_may_resolve(f)) {
		reach_pause(r, why, now);
		return;
	}
	if (f->gai == EAI_SERVICE)
		report_failed(r->report, EVENT_OTHER,
		    "port %s: unknown service", r->port);
	else
		report_failed(r->report, f->gai == EAI_NONAME ?
		    EVENT_DNS_NONE : EVENT_DNS_TEMPORARY,
		    "Could not resolve hostname %s: %s", r->host, why);
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
	r->round_began = now;
	r->renew = SPAN_NEVER;
	switch (resolve_open(&r->resolve, r->host, r->port,
	    reach_family(r->o), &r->found)) {
	case -1:
		reach_unasked(r, errno, now);
		break;
	case 1:
		reach_resolved(r, now);
		break;
	default:
		r->online = reach_online();
	}
}

/* The answer is there: goes on to dial. */
static void
reach_resolved(struct reach *r, int64_t now)
{
	int family[RESOLVE_MAX];
	size_t i, order[RESOLVE_MAX];

	if (r->found.gai != 0) {
		reach_unresolved(r, now);
		return;
	}
	for (i = 0; i < r->found.n; i++)
		family[i] = r->found.addr[i].sa.ss_family;
	eyeballs_order(family, r->found.n, order);
	for (i = 0; i < r->found.n; i++)
		r->addr[i] = r->found.addr[order[i]];
	report_event(r->report, EVENT_RESOLVED, EVENT_NONE, NULL);
	r->state = REACH_DIAL;
	reach_round(r, now);
	dial_open(&r->dial, r->addr, r->found.n, &r->o->sender,
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

/* True if a network, or another one, would make a difference. */
static bool
reach_may_answer(int error)
{
	switch (error) {
	case EADDRNOTAVAIL:
	case EHOSTUNREACH:
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
	char span[SPAN_TEXT];

	if (r->o->patient && reach_may_answer(error)) {
		reach_pause(r, d->why.text[0] != '\0' ? d->why.text :
		    strerror(error), now);
		return;
	}
	if (error == EINPROGRESS)
		report_failed(r->report, EVENT_UNANSWERED, "connect to host "
		    "%s port %s: %s (no answer within %s, %zu of %zu "
		    "addresses tried)", r->host, r->port, strerror(ETIMEDOUT),
		    span_text(r->deadline - r->began, span), d->tried, d->n);
	else if (error != ECONNREFUSED && d->why.text[0] != '\0')
		report_failed(r->report, EVENT_UNANSWERED, "%s", d->why.text);
	else
		report_failed(r->report, error == ECONNREFUSED ?
		    EVENT_REFUSED : EVENT_UNANSWERED,
		    "connect to host %s port %s: %s", r->host, r->port,
		    strerror(error));
	reach_failed(r);
}

static void
reach_connected(struct reach *r, int64_t now)
{
	char text[ADDRESS_TEXT], span[SPAN_TEXT];

	report_event(r->report, EVENT_CONNECTED, EVENT_NONE,
	    address_text(&r->addr[r->dial.won], text));
	log_detail(r->log, "%s: connected to %s port %s in %s", r->host, text,
	    r->port, span_text(now - r->began, span));
	reach_close(r);
	r->state = REACH_DONE;
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

/* --- rounds --- */

/* Begins anew what nobody answered. */
static void
reach_again(struct reach *r, int64_t now)
{
	bool dialling = r->state == REACH_DIAL;

	/* One address refused and the rest silent is an answer, too. */
	if (dialling && r->o->patient && r->dial.error == ECONNREFUSED) {
		reach_undialled(r, ECONNREFUSED, now);
	} else if (dialling && !(r->o->patient && r->round >= ASK_AGAIN)) {
		dial_again(&r->dial, now);
		reach_round(r, now);
	} else {
		reach_drop(r);
		reach_ask(r, now);
	}
}

/* How long what is under way is left alone after a change. */
static int64_t
reach_chance(struct reach *r)
{
	if (r->state == REACH_PAUSE)
		return 0;
	if (r->state == REACH_NAME)
		return r->online ? NAME_CHANCE : 0;
	r->chance = r->chance == 0 ? CHANCE :
	    r->chance < CHANCE_MOST ? 2 * r->chance : r->chance;
	return r->chance;
}

/* The network changed: the next round is not to wait for its time. */
static void
reach_changed(struct reach *r, int64_t now)
{
	int64_t due = r->round_began + reach_chance(r);

	netwatch_take(r->netwatch);
	if (due < now + SETTLE)
		due = now + SETTLE;
	if (due < r->renew) {
		r->renew = due;
		log_detail(r->log, "%s: the network changed; beginning anew",
		    r->host);
	}
	r->round = 0;
}

/* --- */

void
reach_start(struct reach *r, int64_t now, int64_t span)
{
	r->sock = -1;
	r->netwatch = netwatch_open();
	r->began = now;
	r->deadline = r->o->patient ? SPAN_NEVER : now + span;
	reach_ask(r, now);
}

void
reach_watch(struct reach *r, struct loop *l)
{
	loop_lower(l, r->deadline);
	loop_lower(l, r->renew);
	r->netwatch_slot = loop_watch(l, r->netwatch, POLLIN);
	r->slot = loop_watch(l, r->resolve.fd, POLLIN);
	if (r->state == REACH_DIAL)
		dial_watch(&r->dial, l);
}

enum reach_state
reach_step(struct reach *r, const struct loop *l)
{
	if (r->state == REACH_NAME)
		reach_name(r, l);
	else if (r->state == REACH_DIAL)
		reach_dial(r, l);
	if (r->state >= REACH_DONE)
		return r->state;
	if (loop_ready(l, r->netwatch_slot))
		reach_changed(r, l->now);
	if (l->now >= r->renew)
		reach_again(r, l->now);
	return r->state;
}

void
reach_close(struct reach *r)
{
	reach_drop(r);
	if (r->netwatch != -1)
		close(r->netwatch);
	r->netwatch = -1;
}
