/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include "base/span.h"
#include "link/eyeballs.h"
#include "run/reach.h"

/* --- resolve --- */

static void
reach_failed(struct reach *r)
{
	reach_close(r);
	r->state = REACH_FAILED;
}

/* The resolver gave no answer: why. */
static void
reach_unasked(struct reach *r, int error)
{
	report_failed(r->report, EVENT_DNS_TEMPORARY,
	    "Could not resolve hostname %s: %s", r->host, strerror(error));
	reach_failed(r);
}

static void
reach_unresolved(struct reach *r)
{
	const struct resolved *f = &r->found;

	if (f->gai == EAI_SERVICE)
		report_failed(r->report, EVENT_OTHER,
		    "port %s: unknown service", r->port);
	else
		report_failed(r->report, f->gai == EAI_NONAME ?
		    EVENT_DNS_NONE : EVENT_DNS_TEMPORARY,
		    "Could not resolve hostname %s: %s", r->host,
		    f->gai == EAI_SYSTEM ? strerror(f->error) :
		    gai_strerror(f->gai));
	reach_failed(r);
}

/* The answer is there: goes on to dial. */
static void
reach_resolved(struct reach *r, int64_t now)
{
	int family[RESOLVE_MAX];
	size_t i, order[RESOLVE_MAX];

	if (r->found.gai != 0) {
		reach_unresolved(r);
		return;
	}
	for (i = 0; i < r->found.n; i++)
		family[i] = r->found.addr[i].sa.ss_family;
	eyeballs_order(family, r->found.n, order);
	for (i = 0; i < r->found.n; i++)
		r->addr[i] = r->found.addr[order[i]];
	report_event(r->report, EVENT_RESOLVED, EVENT_NONE, NULL);
	r->state = REACH_DIAL;
	r->dialled = now;
	r->renew = now + eyeballs_renew(r->round = 0);
	dial_open(&r->dial, r->addr, r->found.n, EYEBALLS_DELAY, now);
}

static void
reach_name(struct reach *r, const struct loop *l)
{
	if (loop_ready(l, r->slot)) {
		if (resolve_take(&r->resolve, &r->found) == -1)
			reach_unasked(r, errno);
		else
			reach_resolved(r, l->now);
	} else if (l->now >= r->deadline) {
		reach_unasked(r, ETIMEDOUT);
	}
}

/* --- dial --- */

static void
reach_undialled(struct reach *r, int error)
{
	const struct dial *d = &r->dial;
	char span[SPAN_TEXT];

	if (error == EINPROGRESS)
		report_failed(r->report, EVENT_UNANSWERED, "connect to host "
		    "%s port %s: %s (no answer within %s, %zu of %zu "
		    "addresses tried)", r->host, r->port, strerror(ETIMEDOUT),
		    span_text(r->deadline - r->began, span), d->tried, d->n);
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

	r->state = REACH_DONE;
	report_event(r->report, EVENT_CONNECTED, EVENT_NONE,
	    address_text(&r->addr[r->dial.won], text));
	log_detail(r->log, "%s: connected to %s port %s in %s", r->host, text,
	    r->port, span_text(now - r->dialled, span));
}

static void
reach_dial(struct reach *r, const struct loop *l)
{
	r->sock = dial_step(&r->dial, l);
	if (r->sock != -1) {
		reach_connected(r, l->now);
	} else if (errno != EINPROGRESS || l->now >= r->deadline) {
		reach_undialled(r, errno);
	} else if (l->now >= r->renew) {
		dial_again(&r->dial, l->now);
		r->renew = l->now + eyeballs_renew(++r->round);
	}
}

/* --- */

void
reach_start(struct reach *r, int64_t now, int64_t span)
{
	r->state = REACH_NAME;
	r->sock = -1;
	r->began = now;
	r->deadline = now + span;
	switch (resolve_open(&r->resolve, r->host, r->port, r->o->family,
	    &r->found)) {
	case -1:
		reach_unasked(r, errno);
		break;
	case 1:
		reach_resolved(r, now);
		break;
	}
}

void
reach_watch(struct reach *r, struct loop *l)
{
	loop_lower(l, r->deadline);
	if (r->state == REACH_NAME) {
		r->slot = loop_watch(l, r->resolve.fd, POLLIN);
	} else if (r->state == REACH_DIAL) {
		dial_watch(&r->dial, l);
		loop_lower(l, r->renew);
	}
}

enum reach_state
reach_step(struct reach *r, const struct loop *l)
{
	if (r->state == REACH_NAME)
		reach_name(r, l);
	else if (r->state == REACH_DIAL)
		reach_dial(r, l);
	return r->state;
}

void
reach_close(struct reach *r)
{
	resolve_close(&r->resolve);
	dial_close(&r->dial);
}
