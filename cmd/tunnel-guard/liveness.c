/* SPDX-License-Identifier: ISC */
#include <limits.h>
#include <string.h>

#include "base/span.h"
#include "sys/tcp.h"
#include "tunnel-guard/liveness.h"

enum {
	GIVE_UP = 900000,	/* the kernel's own limit without a cap, ms */
	RTO_CLOSED = 4000,	/* cap for a repeated FIN, ms */
	FOREVER = INT_MAX	/* ms, largest for the kernel: 24 days */
};

/* --- the socket's timers --- */

/* Sets the cap, unless it is set, or the kernel has none. */
static void
liveness_cap(struct liveness *w, int cap)
{
	if (cap != w->rto_cap && tcp_rto_cap(w->sock, cap))
		w->rto_cap = cap;
}

/* Adapts the cap to the round trip. */
static void
liveness_cap_usual(struct liveness *w, int64_t rtt)
{
	liveness_cap(w, stall_rto_cap_next(w->rto_cap, w->o->silence_limit,
	    rtt));
}

/* Prevents that the kernel gives up early because of a capped timeout. */
static void
liveness_give_up(struct liveness *w, bool in_flight)
{
	if (in_flight == w->gives_up_late || (in_flight && w->rto_cap == 0))
		return;
	tcp_give_up(w->sock, in_flight ? GIVE_UP : 0);
	w->gives_up_late = in_flight;
}

static void
liveness_keepalive(const struct liveness *w)
{
	const struct stall_keepalive *k = &w->keepalive;

	tcp_keepalive(w->sock, k->idle, k->interval, k->count);
}

static void
liveness_socket(struct liveness *w)
{
	const struct stall_keepalive later =
	    stall_keepalive(w->o->silence_limit);

	w->keepalive = stall_keepalive_first(w->o->silence_limit, w->o->far);
	liveness_keepalive(w);
	liveness_cap_usual(w, 0);
	if (tcp_lacks(w->sock) != NULL)
		log_detail(w->log, "%s: this kernel does not report %s",
		    w->o->host, tcp_lacks(w->sock));
	stall_start(&w->stall, w->o->silence_limit, w->rto_cap != 0);
	log_detail(w->log, "%s: keepalive after %ds every %ds %d times; "
	    "retransmit timeout %s", w->o->host, later.idle,
	    later.interval, later.count, w->rto_cap != 0 ? "capped" :
	    "not capped by this kernel: detecting a dead path may take longer");
}

void
liveness_open(struct liveness *w, const struct liveness_options *o,
    const struct log *log, const struct ssh_process *ssh, int sock,
    int64_t now)
{
	*w = (struct liveness){
		.o = o, .log = log, .ssh = ssh, .sock = sock,
		.stall.since = SPAN_NEVER, .stall.timer = SPAN_NEVER,
	};
	handshake_start(&w->handshake, &o->limits, now);
	frozen_start(&w->frozen, o->silence_limit, o->alive, o->far, now);
	ssh_not_reading_start(&w->ssh_not_reading, o->silence_limit);
	ending_eof_start(&w->server_eof, o->silence_limit);
	network_open(&w->network, sock, o->silence_limit, !o->hasty);
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
liveness_unacknowledged(struct liveness *w, int64_t now, int unanswered)
{
	stall_found(&w->stall, now, unanswered, w->rto_cap);
}

void
liveness_ease_cap(struct liveness *w)
{
	if (w->rto_cap != 0 && !w->probing)
		liveness_cap(w, stall_rto_cap_eased(w->o->silence_limit));
}

void
liveness_from_ssh(struct liveness *w, int64_t now, const void *from, size_t n)
{
	w->sent += n;
	handshake_sent(&w->handshake, now, from, n);
}

void
liveness_ssh_begun(struct liveness *w)
{
	w->keepalive = stall_keepalive(w->o->silence_limit);
	if (w->sock != -1 && !w->offline && !w->probing)
		liveness_keepalive(w);
}

bool
liveness_from_server(struct liveness *w, int64_t now, const void *from,
    size_t n)
{
	w->received += n;
	if (!handshake_received(&w->handshake, now, from, n))
		return false;
	liveness_ssh_begun(w);
	return true;
}

/* Restarts all timers: the guard could not see what happened meanwhile. */
static void
liveness_forgive(struct liveness *w, int64_t now)
{
	if (w->sock != -1)
		stall_forgive(&w->stall, now);
	frozen_forgive(&w->frozen, now);
	ssh_not_reading_forgive(&w->ssh_not_reading, now);
	handshake_forgive(&w->handshake, now);
	ending_eof_forgive(&w->server_eof, now);
}

void
liveness_unread(struct liveness *w, int64_t now, bool waits, bool took)
{
	if (ssh_not_reading_held(&w->ssh_not_reading, now, waits, took))
		liveness_forgive(w, now);
}

void
liveness_closed(struct liveness *w, int64_t now)
{
	ending_eof_came(&w->server_eof, now);
}

/* --- orders of the network's machine --- */

/* No network: pauses our timers and the kernel's. */
static void
liveness_hold(struct liveness *w)
{
	w->offline = true;
	w->probing = false;
	tcp_unasked(w->sock);
	tcp_give_up(w->sock, FOREVER);
	log_detail(w->log, "%s: this machine has no network; waiting "
	    "for the network", w->o->host);
}

/* The network is back: the timers start again from now. */
static void
liveness_release(struct liveness *w, int64_t now)
{
	w->offline = false;
	/* The kernel's limit must not count the pause for bytes in flight. */
	w->gives_up_late = true;
	handshake_reconnected(&w->handshake, now);
}

/* Makes the kernel retransmit as often as the round trip allows. */
static void
liveness_lower_cap(struct liveness *w, int64_t now)
{
	struct tcp_state *t = &w->network.tcp;
	int cap;

	if (w->rto_cap == 0 || tcp_look(w->sock, t, now) == -1)
		return;
	cap = stall_rto_cap_urgent(t->rtt);
	if (cap < w->rto_cap)
		liveness_cap(w, cap);
}

static void
liveness_probe(struct liveness *w, int64_t now)
{
	static const char *const why[] = {
		[CAUSE_RESUMED] = "this machine was asleep",
		[CAUSE_ROUTE_MOVED] = "the route has moved",
		[CAUSE_PATH_RETURNED] = "the network is back",
	};

	if (w->offline)
		liveness_release(w, now);
	if (!w->probing) {
		liveness_forgive(w, now);
		log_detail(w->log, "%s: %s; probing the server",
		    w->o->host, why[w->network.netchange.why]);
		liveness_lower_cap(w, now);
	}
	w->probing = true;
	tcp_probe(w->sock);
}

static void
liveness_calm(struct liveness *w)
{
	w->probing = false;
	liveness_keepalive(w);
	if (w->rto_cap != 0)
		liveness_cap_usual(w, 0);
}

/* --- the verdict --- */

enum ending_ssh
liveness_ssh(const struct liveness *w)
{
	static const enum ending_ssh as[] = {
		[SSH_PROCESS_GONE] = SSH_LEFT,
		[SSH_PROCESS_STOPPED] = SSH_STOPPED,
		[SSH_PROCESS_THERE] = SSH_THERE,
	};

	return as[ssh_process_state(w->ssh)];
}

static bool
liveness_stopped(const struct liveness *w)
{
	return liveness_ssh(w) == SSH_STOPPED;
}

static bool
liveness_end(struct liveness *w, const struct verdict *v)
{
	w->verdict = *v;
	return true;
}

/* The kernel's state of the socket now; NULL: there is none. */
static const struct tcp_state *
liveness_tcp(struct liveness *w, int64_t now)
{
	struct tcp_state *t = &w->network.tcp;

	return w->sock != -1 && tcp_look(w->sock, t, now) == 0 ? t : NULL;
}

/* True if a change of the network has ended the connection. */
static bool
liveness_network_changed(struct liveness *w, const struct loop *l)
{
	struct verdict v;

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
		network_verdict(&w->network, l->now, &v);
		return !netchange_excused(&w->network.netchange, l->now,
		    liveness_stopped(w)) && liveness_end(w, &v);
	}
	return false;
}

/* Samples the unacknowledged bytes; without the kernel's state, none. */
static struct stall_sample
liveness_sample(struct liveness *w, int64_t now)
{
	struct tcp_state *t = &w->network.tcp;

	if (tcp_look(w->sock, t, now) == -1)
		return (struct stall_sample){ 0 };
	liveness_give_up(w, t->in_flight);
	if (w->rto_cap != 0 && !w->probing)
		liveness_cap_usual(w, t->rtt);
	return (struct stall_sample){
		.pending = t->pending, .received_ago = t->heard,
		.unanswered = t->unanswered, .resent = t->resent,
		.rtt = t->rtt,
	};
}

/* True if the path is dead under unacknowledged bytes. */
static bool
liveness_stalled(struct liveness *w, int64_t now)
{
	struct stall_sample s;
	struct verdict v;

	if (now < w->stall.timer)
		return false;
	s = liveness_sample(w, now);
	return stall_look(&w->stall, now, &s, &v) &&
	    !stall_excused(&w->stall, now, liveness_stopped(w)) &&
	    liveness_end(w, &v);
}

/* True if the server does not begin or finish its handshake. */
static bool
liveness_stuck(struct liveness *w, int64_t now)
{
	const struct tcp_state *t;
	struct verdict v;

	if (now < handshake_due(&w->handshake))
		return false;
	t = liveness_tcp(w, now);
	return handshake_look(&w->handshake, now, t == NULL ? -1 : t->rtt,
	    &v) && !handshake_excused(&w->handshake, now, &v,
	    liveness_stopped(w)) && liveness_end(w, &v);
}

/* True if the server no longer answers ssh while its kernel acknowledges. */
static bool
liveness_frozen(struct liveness *w, int64_t now)
{
	bool due = now >= w->frozen.timer;
	const struct tcp_state *t = due ? liveness_tcp(w, now) : NULL;
	struct verdict v;

	return due && frozen_look(&w->frozen, now, t == NULL ? -1 :
	    t->pending, w->network.tcp.data, &v) &&
	    !frozen_excused(&w->frozen, now, liveness_stopped(w),
	    w->sock != -1 && tcp_gap(w->sock)) && liveness_end(w, &v);
}

/* True if ssh does not notice that the server closed the connection. */
static bool
liveness_lingers(struct liveness *w, int64_t now)
{
	struct verdict v;

	return ending_eof_look(&w->server_eof, now, &v) &&
	    !ending_eof_excused(&w->server_eof, now, liveness_ssh(w)) &&
	    liveness_end(w, &v);
}

/* True if ssh reads nothing. */
static bool
liveness_ssh_not_reading(struct liveness *w, int64_t now)
{
	struct verdict v;

	return now >= w->ssh_not_reading.timer &&
	    ssh_not_reading_look(&w->ssh_not_reading, now, tcp_unread(w->sock),
	    &v) && !ssh_not_reading_excused(&w->ssh_not_reading, now,
	    liveness_ssh(w), ssh_process_excused(w->ssh)) &&
	    liveness_end(w, &v);
}

/* True while the timers are paused: no network, or ssh reads nothing. */
static bool
liveness_paused(const struct liveness *w, int64_t now)
{
	return w->offline || ssh_not_reading_blocked(&w->ssh_not_reading, now);
}

void
liveness_enter(struct liveness *w, struct loop *l)
{
	network_enter(&w->network, l);
	loop_lower(l, w->ssh_not_reading.timer);
	if (liveness_paused(w, l->now))
		return;
	loop_lower(l, w->stall.timer);
	loop_lower(l, handshake_due(&w->handshake));
	loop_lower(l, w->frozen.timer);
	loop_lower(l, w->server_eof.timer);
}

/* Tells the frozen machine the bytes of this turn of the loop. */
static void
liveness_count(struct liveness *w, int64_t now)
{
	if (w->sent > 0)
		frozen_up(&w->frozen, now, w->sent);
	if (w->received > 0)
		frozen_down(&w->frozen, now, w->received);
	w->sent = w->received = 0;
}

bool
liveness_dead(struct liveness *w, const struct loop *l)
{
	liveness_count(w, l->now);
	if (liveness_network_changed(w, l) ||
	    liveness_ssh_not_reading(w, l->now))
		return true;
	return !liveness_paused(w, l->now) && (liveness_stalled(w, l->now) ||
	    liveness_stuck(w, l->now) || liveness_frozen(w, l->now) ||
	    liveness_lingers(w, l->now));
}

bool
liveness_failed(struct liveness *w, int error, int64_t now)
{
	return stall_failed(&w->stall, now, error, strerror(error),
	    &w->keepalive, &w->verdict);
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
