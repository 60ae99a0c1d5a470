/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "sys/tcp.h"
#include "tunnel-guard/liveness.h"
#include "tunnel-guard/liveness_rules.h"

enum {
	GIVE_UP = 900000,	/* the kernel's own limit without a cap, ms */
	RTO_CLOSED = 4000,	/* cap for a repeated FIN, ms */
	FOREVER = INT_MAX	/* ms, largest for the kernel: 24 days */
};

/* Adapts the cap to the round trip, if it changes by over a quarter. */
static void
liveness_cap(struct liveness *w, int64_t rtt)
{
	int cap = stall_rto_cap(w->o->patience, rtt);

	if (abs(cap - w->rto_cap) > w->rto_cap / 4 &&
	    tcp_rto_cap(w->sock, cap))
		w->rto_cap = cap;
}

/* Prevents that the kernel gives up early because of a capped timeout. */
static void
liveness_give_up(struct liveness *w, bool in_flight)
{
	if (in_flight == w->in_flight || (in_flight && w->rto_cap == 0))
		return;
	tcp_give_up(w->sock, in_flight ? GIVE_UP : 0);
	w->in_flight = in_flight;
}

/*
 * Before the server speaks SSH, a dead path costs only a new attempt, and the
 * wait for the banner may be long.  So the kernel probes the server often.
 */
static const struct stall_keepalive silent = { 1, 1, 5 };

static void
liveness_socket(struct liveness *w)
{
	const struct stall_keepalive later = stall_keepalive(w->o->patience);
	const struct stall_keepalive *k = &w->keepalive;

	w->keepalive = w->o->far ? later : silent;
	tcp_keepalive(w->sock, k->idle, k->interval, k->count);
	liveness_cap(w, 0);
	if (tcp_lacks(w->sock) != NULL)
		log_detail(w->log, "%s: this kernel does not report %s",
		    w->o->host, tcp_lacks(w->sock));
	stall_start(&w->stall, w->o->patience, w->rto_cap != 0);
	log_detail(w->log, "%s: keepalive after %ds every %ds %d times; "
	    "retransmit timeout %s", w->o->host, later.idle,
	    later.interval, later.count, w->rto_cap != 0 ? "capped" :
	    "not capped by this kernel: detecting a dead path may take longer");
}

void
liveness_open(struct liveness *w, const struct liveness_options *o,
    const struct log *log, const struct ssh_process *owner, int sock,
    int64_t now)
{
	*w = (struct liveness){
		.o = o, .log = log, .owner = owner, .sock = sock,
		.connected = now, .step = now, .closed = SPAN_NEVER,
		.stall.since = SPAN_NEVER, .stall.timer = SPAN_NEVER,
	};
	frozen_start(&w->frozen, o->patience, o->alive, now);
	ssh_not_reading_start(&w->not_reading, o->patience);
	network_open(&w->network, sock, o->patience, !o->hasty);
	if (network_blind(&w->network) != NULL)
		log_detail(log, "%s: %s", o->host,
		    network_blind(&w->network));
	if (sock != -1)
		liveness_socket(w);
}

/* --- input --- */

void
liveness_sent(struct liveness *w, int64_t now)
{
	if (w->sock != -1)
		stall_sent(&w->stall, now);
}

void
liveness_found(struct liveness *w, int64_t now, int unanswered)
{
	stall_found(&w->stall, now, unanswered, w->rto_cap);
}

void
liveness_ease(struct liveness *w)
{
	int cap = stall_rto_cap(10 * w->o->patience, 0);

	if (w->rto_cap != 0 && w->rto_cap != cap && !w->asked &&
	    tcp_rto_cap(w->sock, cap))
		w->rto_cap = cap;
}

void
liveness_went(struct liveness *w, int64_t now, const void *from, size_t n)
{
	w->up += n;
	if (w->phase.state == HANDSHAKE_KEYED || n == 0)
		return;
	handshake_told(&w->phase, from, n);
	w->step = now;
}

void
liveness_spoke(struct liveness *w)
{
	const struct stall_keepalive *k = &w->keepalive;

	w->keepalive = stall_keepalive(w->o->patience);
	if (w->sock != -1 && !w->held && !w->asked)
		tcp_keepalive(w->sock, k->idle, k->interval, k->count);
}

bool
liveness_came(struct liveness *w, int64_t now, const void *from, size_t n)
{
	bool spoke = w->phase.state >= HANDSHAKE_SSH;

	w->down += n;
	if (w->phase.state == HANDSHAKE_KEYED || n == 0)
		return false;
	handshake_feed(&w->phase, from, n);
	w->step = now;
	if (spoke || w->phase.state < HANDSHAKE_SSH)
		return false;
	w->began = now;
	liveness_spoke(w);
	return true;
}

/* Restarts all timers: the guard could not see what happened meanwhile. */
static void
liveness_forgive(struct liveness *w, int64_t now)
{
	if (w->sock != -1)
		stall_forgive(&w->stall, now);
	frozen_forgive(&w->frozen, now);
	ssh_not_reading_forgive(&w->not_reading, now);
	w->step = w->began = now;
	if (w->closed != SPAN_NEVER)
		w->closed = now;
}

void
liveness_waits(struct liveness *w, int64_t now, bool waits, bool took)
{
	if (ssh_not_reading_held(&w->not_reading, now, waits, took))
		liveness_forgive(w, now);
}

void
liveness_closed(struct liveness *w, int64_t now)
{
	if (w->closed == SPAN_NEVER)
		w->closed = now;
}

/* --- decisions --- */

static bool
liveness_end(struct liveness *w, struct verdict v)
{
	w->verdict = v;
	return true;
}

/* No network: pauses our timers and the kernel's. */
static void
liveness_hold(struct liveness *w)
{
	w->held = true;
	w->asked = false;
	tcp_unasked(w->sock);
	tcp_give_up(w->sock, FOREVER);
	log_detail(w->log, "%s: this machine has no network; waiting "
	    "for the network", w->o->host);
}

/* The network is back: the timers start again from now. */
static void
liveness_release(struct liveness *w, int64_t now)
{
	w->held = false;
	/* The kernel's limit must not count the pause for bytes in flight. */
	w->in_flight = true;
	w->connected = now;
}

/* Makes the kernel retransmit as often as the round trip allows. */
static void
liveness_urge(struct liveness *w, int64_t now)
{
	struct tcp_state *t = &w->network.tcp;
	int cap;

	if (w->rto_cap == 0 || tcp_look(w->sock, t, now) == -1)
		return;
	cap = stall_rto_cap(0, t->rtt);
	if (cap < w->rto_cap && tcp_rto_cap(w->sock, cap))
		w->rto_cap = cap;
}

static void
liveness_probe(struct liveness *w, int64_t now)
{
	static const char *const why[] = {
		[CAUSE_RESUMED] = "this machine was asleep",
		[CAUSE_ROUTE_MOVED] = "the route has moved",
		[CAUSE_PATH_RETURNED] = "the network is back",
	};

	if (w->held)
		liveness_release(w, now);
	if (!w->asked) {
		liveness_forgive(w, now);
		log_detail(w->log, "%s: %s; probing the server",
		    w->o->host, why[w->network.place.why]);
		liveness_urge(w, now);
	}
	w->asked = true;
	tcp_probe(w->sock);
}

static void
liveness_calm(struct liveness *w)
{
	const struct stall_keepalive *k = &w->keepalive;

	w->asked = false;
	tcp_keepalive(w->sock, k->idle, k->interval, k->count);
	if (w->rto_cap != 0)
		liveness_cap(w, 0);
}

/* True if a change of the network has ended the connection. */
static bool
liveness_displaced(struct liveness *w, const struct loop *l)
{
	switch (network_step(&w->network, l)) {
	case NETCHANGE_NOTHING:
		break;
	case NETCHANGE_HOLD:
		liveness_hold(w);
		break;
	case NETCHANGE_PROBE:
		liveness_probe(w, l->now);
		break;
	case NETCHANGE_CALM:
		liveness_calm(w);
		break;
	case NETCHANGE_DEAD:
		if (ssh_process_state(w->owner) != SSH_PROCESS_STOPPED)
			return liveness_end(w,
			    network_verdict(&w->network, l->now));
		netchange_forgive(&w->network.place, l->now);
		break;
	}
	return false;
}

/* True if the kernel's state of unacknowledged bytes shows a dead path. */
static bool
liveness_stalled(struct liveness *w, int64_t now)
{
	struct stall_sample s = { 0 };
	struct tcp_state *t = &w->network.tcp;

	if (w->held || now < w->stall.timer)
		return false;
	/* Without the kernel's state, looks again after more bytes went. */
	if (tcp_look(w->sock, t, now) == -1)
		return stall_look(&w->stall, now, &s);
	s = (struct stall_sample){
		.outstanding = t->pending > 0,
		.heard = t->heard,
		.unanswered = t->unanswered,
		.resent = t->resent,
		.rtt = t->rtt,
	};
	liveness_give_up(w, t->in_flight);
	if (w->rto_cap != 0 && !w->asked)
		liveness_cap(w, t->rtt);
	if (!stall_look(&w->stall, now, &s))
		return false;
	if (ssh_process_state(w->owner) == SSH_PROCESS_STOPPED) {
		stall_forgive(&w->stall, now);
		return false;
	}
	return liveness_end(w, (struct verdict){
		.cause = CAUSE_PATH_BUSY,
		.silence = now - w->stall.since,
		.unanswered = t->unanswered,
		.pending = t->pending,
	});
}

/* True while the timers are paused: no network, or ssh reads nothing. */
static bool
liveness_rests(const struct liveness *w, int64_t now)
{
	return w->held || ssh_not_reading_blocked(&w->not_reading, now);
}

void
liveness_enter(struct liveness *w, struct loop *l)
{
	network_enter(&w->network, l);
	loop_lower(l, w->not_reading.timer);
	if (liveness_rests(w, l->now))
		return;
	loop_lower(l, w->stall.timer);
	loop_lower(l, rules_due(w));
}

/* Tells the frozen machine the bytes of this turn of the loop. */
static void
liveness_count(struct liveness *w, int64_t now)
{
	if (w->up > 0)
		frozen_up(&w->frozen, now, w->up);
	if (w->down > 0)
		frozen_down(&w->frozen, now, w->down);
	w->up = w->down = 0;
}

bool
liveness_dead(struct liveness *w, const struct loop *l)
{
	liveness_count(w, l->now);
	if (liveness_displaced(w, l) || rules_wedged(w, l->now))
		return true;
	return !liveness_rests(w, l->now) &&
	    (liveness_stalled(w, l->now) || rules(w, l->now));
}

bool
liveness_failed(struct liveness *w, int error, int64_t now)
{
	if (error != ETIMEDOUT && error != EHOSTUNREACH &&
	    error != ENETUNREACH)
		return false;
	return liveness_end(w, (struct verdict){
		.cause = w->stall.since == SPAN_NEVER ?
		    CAUSE_PATH_IDLE : CAUSE_PATH_GIVEN_UP,
		.silence = w->stall.since != SPAN_NEVER ?
		    now - w->stall.since : 1000LL * (w->keepalive.idle +
		    w->keepalive.interval * w->keepalive.count),
		.unanswered = w->keepalive.count,
		.error = strerror(error),
	});
}

void
liveness_close(struct liveness *w)
{
	network_close(&w->network);
	if (w->rto_cap == 0)
		return;
	(void)tcp_rto_cap(w->sock, RTO_CLOSED);
	tcp_give_up(w->sock, GIVE_UP);
}
