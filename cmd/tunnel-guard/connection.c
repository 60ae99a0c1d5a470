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

enum {
	REST = 8		/* limit of other descriptors in the loop */
};

/* All simultaneous dials, the resolver, the network, and the rest. */
LOOP_HOLDS(RESOLVE_MAX + 2 + REST);

/* The host to dial: the proxy or the server. */
static const char *
connection_host(const struct connection *r)
{
	return r->o->proxy == NULL ? r->host : r->o->proxy->host;
}

static const char *
connection_port(const struct connection *r)
{
	return r->o->proxy == NULL ? r->port : r->o->proxy->port;
}

/* Cancels the steps in progress. */
static void
connection_drop(struct connection *r)
{
	resolve_close(&r->resolve);
	dial_close(&r->dial);
}

static void
connection_failed(struct connection *r)
{
	connection_close(r);
	if (r->sock != -1)
		close(r->sock);
	r->sock = -1;
	r->state = CONNECTION_FAILED;
}

/* --- no network --- */

/* Waits without network until the next round. */
static void
connection_pause(struct connection *r, const char *why, int64_t now)
{
	char line[400];

	snprintf(line, sizeof line, "%s: %s; waiting for the network",
	    r->host, why);
	if (!r->pause_reported)
		report_log(r->report, line);
	r->pause_reported = true;
	connection_drop(r);
	r->state = CONNECTION_PAUSE;
	redial_begin(&r->redial, REDIAL_IDLE, now);
}

/* True if this machine has an address that other machines can answer to. */
static bool
connection_online(void)
{
	return names_local("0.0.0.0/0,!127.0.0.0/8,::/0,!::1/128,!fe80::/10")
	    == 1;
}

/* --- resolve --- */

static void	connection_resolved(struct connection *, int64_t);

/* The resolver could not run: reports why, or waits for the network. */
static void
connection_resolver_failed(struct connection *r, int error, int64_t now)
{
	if (r->o->waits_for_network) {
		connection_pause(r, strerror(error), now);
		return;
	}
	connection_error_no_resolver(r->report, connection_host(r), error);
	connection_failed(r);
}

static void
connection_name_failed(struct connection *r, int64_t now)
{
	if (r->o->waits_for_network && redial_may_resolve(r->addresses.gai,
	    connection_online())) {
		connection_pause(r,
		    connection_error_resolver_text(&r->addresses), now);
		return;
	}
	connection_error_name(r->report, connection_host(r),
	    connection_port(r), &r->addresses);
	connection_failed(r);
}

/* The address family: a source address allows only its own family. */
static int
connection_family(const struct connection_options *o)
{
	const struct source_address *s = &o->source;

	if (o->family != AF_UNSPEC || s->address == NULL ||
	    s->interface != NULL)
		return o->family;
	return strchr(s->address, ':') != NULL ? AF_INET6 : AF_INET;
}

static void
connection_ask(struct connection *r, int64_t now)
{
	r->state = CONNECTION_NAME;
	switch (resolve_open(&r->resolve, connection_host(r),
	    connection_port(r), connection_family(r->o), &r->addresses)) {
	case -1:
		connection_resolver_failed(r, errno, now);
		break;
	case 1:
		connection_resolved(r, now);
		break;
	default:
		redial_begin(&r->redial, connection_online() ? REDIAL_ASKING :
		    REDIAL_ASKING_BLIND, now);
	}
}

/* The resolver answered: begins to dial. */
static void
connection_resolved(struct connection *r, int64_t now)
{
	struct address found[RESOLVE_MAX];
	int family[RESOLVE_MAX];
	size_t i, order[RESOLVE_MAX];

	if (r->addresses.gai != 0) {
		connection_name_failed(r, now);
		return;
	}
	for (i = 0; i < r->addresses.n; i++)
		family[i] = r->addresses.addr[i].sa.sa_family;
	eyeballs_order(family, r->addresses.n, order);
	memcpy(found, r->addresses.addr, sizeof found);
	for (i = 0; i < r->addresses.n; i++)
		r->addresses.addr[i] = found[order[i]];
	report_event(r->report, EVENT_RESOLVED, CAUSE_UNKNOWN, NULL);
	r->state = CONNECTION_DIAL;
	redial_begin(&r->redial, REDIAL_DIALLING, now);
	dial_open(&r->dial, r->addresses.addr, r->addresses.n, &r->o->source,
	    EYEBALLS_DELAY, now);
}

static void
connection_name(struct connection *r, const struct loop *l)
{
	if (!loop_ready(l, r->slot)) {
		if (l->now >= r->deadline)
			connection_resolver_failed(r, ETIMEDOUT, l->now);
	} else if (resolve_take(&r->resolve, &r->addresses) == -1) {
		connection_resolver_failed(r, errno, l->now);
	} else {
		connection_resolved(r, l->now);
	}
}

/* --- dial --- */

static void
connection_dial_failed(struct connection *r, int error, int64_t now)
{
	const struct dial *d = &r->dial;

	if (r->o->waits_for_network && redial_may_answer(error)) {
		connection_pause(r, d->why.text[0] != '\0' ? d->why.text :
		    strerror(error), now);
		return;
	}
	connection_error_dial(r->report, connection_host(r),
	    connection_port(r), d, error, r->limit);
	connection_failed(r);
}

static void
connection_done(struct connection *r)
{
	char text[ADDRESS_TEXT];

	report_event(r->report, EVENT_CONNECTED, CAUSE_UNKNOWN,
	    address_text(&r->addresses.addr[r->dial.won], text));
	connection_close(r);
	r->state = CONNECTION_DONE;
}

/* The port number for the proxy; -1: unknown service. */
static int
connection_number(const char *port)
{
	return port[strspn(port, "+0123456789")] == '\0' ?
	    (int)strtol(port, NULL, 10) : names_port(port);
}

/* The socket is connected: to the proxy if there is one, or to the server. */
static void
connection_connected(struct connection *r, int64_t now)
{
	char text[ADDRESS_TEXT], span[SPAN_TEXT];
	int port = connection_number(r->port);

	log_detail(r->log, "%s: connected to %s port %s in %s", r->host,
	    address_text(&r->addresses.addr[r->dial.won], text),
	    connection_port(r),
	    span_text(now - r->began, span));
	if (r->o->proxy == NULL) {
		connection_done(r);
	} else if (port == -1) {
		report_failed(r->report, CAUSE_OTHER,
		    "port %s: unknown service", r->port);
		connection_failed(r);
	} else if ((r->dialogue = calloc(1, sizeof *r->dialogue)) == NULL) {
		report_failed(r->report, CAUSE_OTHER, "cannot start: %s",
		    strerror(ENOMEM));
		connection_failed(r);
	} else {
		r->state = CONNECTION_PROXY;
		r->deadline = now + r->limit;
		proxy_dialogue_start(r->dialogue, r->sock, r->o->proxy, r->host,
		    port);
	}
}

static void
connection_dial(struct connection *r, const struct loop *l)
{
	r->sock = dial_step(&r->dial, l);
	if (r->sock != -1)
		connection_connected(r, l->now);
	else if (errno != EINPROGRESS || l->now >= r->deadline)
		connection_dial_failed(r, errno, l->now);
}

/* --- proxy --- */

static void
connection_proxy(struct connection *r, const struct loop *l)
{
	char how[SPAN_TEXT + 32], span[SPAN_TEXT];
	enum proxy_state state = proxy_dialogue_step(r->dialogue, l);
	bool silent = state == PROXY_TALKS;

	if (state == PROXY_OPEN) {
		log_detail(r->log, "%s: the proxy has connected to the "
		    "server", r->host);
		connection_done(r);
		return;
	}
	if (silent && l->now < r->deadline)
		return;
	snprintf(how, sizeof how, "no answer within %s",
	    span_text(r->limit, span));
	proxy_ended(&r->dialogue->proxy, how);
	connection_error_proxy(r->report, r->host, r->port, r->o->proxy,
	    &r->dialogue->proxy, silent);
	connection_failed(r);
}

/* --- rounds --- */

/* Dials, or resolves the name, again after no answer. */
static void
connection_again(struct connection *r, int64_t now)
{
	switch (redial_next(&r->redial, r->o->waits_for_network,
	    r->dial.error == ECONNREFUSED)) {
	case REDIAL_FAIL:
		connection_dial_failed(r, ECONNREFUSED, now);
		break;
	case REDIAL_DIAL:
		dial_again(&r->dial, now);
		redial_begin(&r->redial, REDIAL_DIALLING, now);
		break;
	case REDIAL_RESOLVE:
		connection_drop(r);
		connection_ask(r, now);
	}
}

static void
connection_round(struct connection *r, const struct loop *l)
{
	if (loop_ready(l, r->netwatch_slot)) {
		netwatch_take(r->netwatch);
		if (redial_changed(&r->redial, l->now))
			log_detail(r->log, "%s: the network changed; "
			    "retrying", r->host);
	}
	if (l->now >= r->redial.due)
		connection_again(r, l->now);
}

/* --- the connection --- */

void
connection_start(struct connection *r, int64_t now, int64_t span)
{
	r->sock = -1;
	r->netwatch = netwatch_open();
	r->began = now;
	r->limit = span;
	r->deadline = r->o->waits_for_network ? SPAN_NEVER : now + span;
	connection_ask(r, now);
}

void
connection_watch(struct connection *r, struct loop *l)
{
	loop_lower(l, r->deadline);
	if (r->state == CONNECTION_PROXY) {
		proxy_dialogue_watch(r->dialogue, l);
		return;
	}
	loop_lower(l, r->redial.due);
	r->netwatch_slot = loop_watch(l, r->netwatch, POLLIN);
	r->slot = loop_watch(l, r->resolve.fd, POLLIN);
	if (r->state == CONNECTION_DIAL)
		dial_watch(&r->dial, l);
}

enum connection_state
connection_step(struct connection *r, const struct loop *l)
{
	static void (*const step[])(struct connection *,
	    const struct loop *) = {
		[CONNECTION_NAME] = connection_name, [CONNECTION_DIAL] =
		    connection_dial,
		[CONNECTION_PROXY] = connection_proxy,
	};

	if (r->state < CONNECTION_DONE && step[r->state] != NULL)
		step[r->state](r, l);
	if (r->state < CONNECTION_PROXY)
		connection_round(r, l);
	return r->state;
}

void
connection_close(struct connection *r)
{
	connection_drop(r);
	if (r->netwatch != -1)
		close(r->netwatch);
	r->netwatch = -1;
	/* The negotiation's buffers had the password. */
	if (r->dialogue != NULL)
		explicit_bzero(r->dialogue, sizeof *r->dialogue);
	free(r->dialogue);
	r->dialogue = NULL;
	if (r->o->proxy != NULL)
		explicit_bzero(r->o->proxy->password,
		    sizeof r->o->proxy->password);
}

/* --- errors --- */

void
connection_error_no_resolver(struct report *r, const char *host, int error)
{
	report_failed(r, CAUSE_DNS_TEMPORARY,
	    "Could not resolve hostname %s: %s", host, strerror(error));
}

const char *
connection_error_resolver_text(const struct resolved *found)
{
	return found->gai == EAI_SYSTEM ? strerror(found->error) :
	    gai_strerror(found->gai);
}

void
connection_error_name(struct report *r, const char *host,
    const char *port, const struct resolved *found)
{
	if (found->gai == EAI_SERVICE)
		report_failed(r, CAUSE_OTHER, "port %s: unknown service",
		    port);
	else
		report_failed(r, redial_cause_name(found->gai),
		    "Could not resolve hostname %s: %s",
		    host, connection_error_resolver_text(found));
}

void
connection_error_dial(struct report *r, const char *host, const char *port,
    const struct dial *d, int error, int64_t span)
{
	char text[SPAN_TEXT], tried[80] = "";

	if (d->n > 1)
		snprintf(tried, sizeof tried, " (%zu of %zu addresses tried)",
		    d->tried, d->n);
	if (error == EINPROGRESS)
		report_failed(r, CAUSE_UNANSWERED, "connect to host %s "
		    "port %s: %s after %s%s", host, port,
		    strerror(ETIMEDOUT), span_text(span, text), tried);
	else if (error != ECONNREFUSED && d->why.text[0] != '\0')
		report_failed(r, CAUSE_UNANSWERED, "%s", d->why.text);
	else
		report_failed(r, redial_cause(error), "connect to host %s "
		    "port %s: %s", host, port, strerror(error));
}

void
connection_error_proxy(struct report *r, const char *host, const char *port,
    const struct proxy_url *v, const struct proxy *p, bool silent)
{
	/* Most silent proxies are waiting for the host. */
	report_failed(r, silent && p->cause == CAUSE_OTHER ?
	    CAUSE_UNANSWERED : p->cause,
	    "connect to host %s port %s: proxy %s port %s: %s", host, port,
	    v->host, v->port, p->why);
}
