/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "run/watch.h"
#include "sys/tcp.h"

enum {
	GIVE_UP = 900000,	/* as the kernel does without a cap, ms */
	FIN_GIVE_UP = 120000,	/* for a closed one to reach the peer, ms */
	RTO_UNCAPPED = 120000,	/* the kernel's TCP_RTO_MAX, ms */
	RTO_URGENT = 1000,	/* while an answer is urgent, ms */
	FOREVER = INT_MAX	/* ms, for the kernel: 24 days */
};

/* Has the cap follow the round trip, if it moved by a quarter or more. */
static void
watch_cap(struct watch *w, int64_t rtt)
{
	int cap = stall_rto_cap(w->o->patience, rtt);

	if (abs(cap - w->rto_cap) > w->rto_cap / 4 &&
	    tcp_rto_cap(w->sock, cap))
		w->rto_cap = cap;
}

/* Sees to it that a capped timeout does not make the kernel give up early. */
static void
watch_give_up(struct watch *w, bool in_flight)
{
	if (in_flight == w->in_flight || (in_flight && w->rto_cap == 0))
		return;
	tcp_give_up(w->sock, in_flight ? GIVE_UP : 0);
	w->in_flight = in_flight;
}

static void
watch_socket(struct watch *w)
{
	const struct stall_keepalive *k = &w->keepalive;

	w->keepalive = stall_keepalive(w->o->patience);
	tcp_keepalive(w->sock, k->idle, k->interval, k->count);
	watch_cap(w, 0);
	if (tcp_lacks(w->sock) != NULL)
		log_detail(w->log, "%s: this kernel does not tell %s",
		    w->o->host, tcp_lacks(w->sock));
	stall_start(&w->stall, w->o->patience, w->rto_cap != 0);
	log_detail(w->log, "%s: keepalive after %ds every %ds %d times; "
	    "retransmit timeout %s", w->o->host, k->idle, k->interval,
	    k->count, w->rto_cap != 0 ? "capped" :
	    "not capped by this kernel: a dead path may take longer to show");
}

void
watch_open(struct watch *w, const struct watch_options *o,
    const struct log *log, const struct owner *owner, int sock, int64_t now)
{
	*w = (struct watch){
		.o = o, .log = log, .owner = owner, .sock = sock,
		.connected = now, .closed = SPAN_NEVER,
		.stall.since = SPAN_NEVER, .stall.timer = SPAN_NEVER,
	};
	network_open(&w->network, sock, o->patience, !o->hasty);
	if (network_blind(&w->network) != NULL)
		log_detail(log, "%s: %s", o->host,
		    network_blind(&w->network));
	if (sock != -1)
		watch_socket(w);
}

/* --- what is seen --- */

void
watch_sent(struct watch *w, int64_t now)
{
	if (w->sock != -1)
		stall_sent(&w->stall, now);
}

bool
watch_came(struct watch *w, const void *from, size_t n)
{
	return w->phase.state != PHASE_SSH &&
	    phase_feed(&w->phase, from, n) == PHASE_SSH;
}

void
watch_closed(struct watch *w, int64_t now)
{
	if (w->closed == SPAN_NEVER)
		w->closed = now;
}

/* --- what follows from it --- */

static bool
watch_end(struct watch *w, struct verdict v)
{
	w->verdict = v;
	return true;
}

/* No network: neither we nor the kernel is to lose patience. */
static void
watch_hold(struct watch *w)
{
	w->held = true;
	w->asked = false;
	tcp_unasked(w->sock);
	tcp_give_up(w->sock, FOREVER);
	log_detail(w->log, "%s: this machine has no network now; waiting "
	    "for it", w->o->host);
}

/* The network is back: time goes on, and only from now. */
static void
watch_release(struct watch *w, int64_t now)
{
	w->held = false;
	/* What is in flight began its wait before; spared until it is out. */
	w->in_flight = true;
	w->connected = now;
	if (w->closed != SPAN_NEVER)
		w->closed = now;
	stall_forgive(&w->stall, now);
}

static void
watch_probe(struct watch *w, int64_t now)
{
	static const char *const why[] = {
		[PLACE_SLEPT] = "this machine was asleep",
		[PLACE_MOVED] = "the route has moved",
		[PLACE_RETURNED] = "the network is back",
	};

	if (w->held)
		watch_release(w, now);
	if (!w->asked) {
		log_detail(w->log, "%s: %s: is the server still there?",
		    w->o->host, why[w->network.place.why]);
		if (w->rto_cap > RTO_URGENT &&
		    tcp_rto_cap(w->sock, RTO_URGENT))
			w->rto_cap = RTO_URGENT;
	}
	w->asked = true;
	tcp_probe(w->sock);
}

static void
watch_calm(struct watch *w)
{
	const struct stall_keepalive *k = &w->keepalive;

	w->asked = false;
	tcp_keepalive(w->sock, k->idle, k->interval, k->count);
	if (w->rto_cap != 0)
		watch_cap(w, 0);
}

/* True if it is dead by what became of the network around. */
static bool
watch_displaced(struct watch *w, const struct loop *l)
{
	switch (network_step(&w->network, l)) {
	case PLACE_NOTHING:
		break;
	case PLACE_HOLD:
		watch_hold(w);
		break;
	case PLACE_PROBE:
		watch_probe(w, l->now);
		break;
	case PLACE_CALM:
		watch_calm(w);
		break;
	case PLACE_DEAD:
		if (owner_state(w->owner) != OWNER_STOPPED)
			return watch_end(w,
			    network_verdict(&w->network, l->now));
		place_forgive(&w->network.place, l->now);
		break;
	}
	return false;
}

/* True if the path is dead by what the kernel says of unacknowledged bytes. */
static bool
watch_stalled(struct watch *w, int64_t now)
{
	struct stall_sample s;
	struct tcp_state *t = &w->network.tcp;

	if (w->held || now < w->stall.timer ||
	    tcp_look(w->sock, t, now) == -1)
		return false;
	s = (struct stall_sample){
		.outstanding = t->pending > 0,
		.heard = t->heard,
		.unanswered = t->unanswered,
		.resent = t->resent,
		.rtt = t->rtt,
	};
	watch_give_up(w, t->in_flight);
	if (w->rto_cap != 0 && !w->asked)
		watch_cap(w, t->rtt);
	if (!stall_look(&w->stall, now, &s))
		return false;
	if (owner_state(w->owner) == OWNER_STOPPED) {
		stall_forgive(&w->stall, now);
		return false;
	}
	return watch_end(w, (struct verdict){
		.kind = VERDICT_BUSY,
		.silence = now - w->stall.since,
		.unanswered = t->unanswered,
		.pending = t->pending,
	});
}

/* When patience with a server that is not known to speak SSH is over. */
static int64_t
watch_banner_due(const struct watch *w)
{
	return w->phase.state == PHASE_SSH ? SPAN_NEVER :
	    w->connected + w->o->deadline;
}

static bool
watch_no_ssh(struct watch *w, int64_t now)
{
	struct verdict v = {
		.kind = VERDICT_NO_BANNER,
		.silence = w->o->deadline,
		.phase = &w->phase,
	};

	if (w->phase.state == PHASE_NOT_SSH)
		v.kind = VERDICT_NOT_SSH;
	else if (now < watch_banner_due(w))
		return false;
	return watch_end(w, v);
}

/* When an ssh that does not see the server's end is to be told. */
static int64_t
watch_lingers_due(const struct watch *w)
{
	return w->closed == SPAN_NEVER ? SPAN_NEVER :
	    w->closed + w->o->patience;
}

/* True if the server closed long ago and ssh will not see it. */
static bool
watch_lingers(struct watch *w, int64_t now)
{
	if (now < watch_lingers_due(w))
		return false;
	if (owner_state(w->owner) != OWNER_THERE) {
		w->closed = now;
		return false;
	}
	return watch_end(w, (struct verdict){
		.kind = VERDICT_LINGERS,
		.silence = now - w->closed,
	});
}

void
watch_enter(struct watch *w, struct loop *l)
{
	network_enter(&w->network, l);
	if (w->held)
		return;
	loop_lower(l, w->stall.timer);
	loop_lower(l, watch_banner_due(w));
	loop_lower(l, watch_lingers_due(w));
}

bool
watch_dead(struct watch *w, const struct loop *l)
{
	return watch_displaced(w, l) || (!w->held &&
	    (watch_no_ssh(w, l->now) || watch_stalled(w, l->now) ||
	    watch_lingers(w, l->now)));
}

bool
watch_failed(struct watch *w, int error, int64_t now)
{
	if (error != ETIMEDOUT && error != EHOSTUNREACH &&
	    error != ENETUNREACH)
		return false;
	return watch_end(w, (struct verdict){
		.kind = w->stall.since == SPAN_NEVER ?
		    VERDICT_IDLE : VERDICT_GIVEN_UP,
		.silence = now - w->stall.since,
		.unanswered = w->keepalive.count,
		.error = strerror(error),
	});
}

void
watch_close(struct watch *w)
{
	network_close(&w->network);
	if (w->rto_cap == 0)
		return;
	(void)tcp_rto_cap(w->sock, RTO_UNCAPPED);
	tcp_give_up(w->sock, FIN_GIVE_UP);
}
