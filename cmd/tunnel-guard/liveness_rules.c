/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "sys/tcp.h"
#include "tunnel-guard/liveness_rules.h"

enum {				/* least limit of a handshake step, ms */
	STEP = 30000,
	STEP_HASTY = 15000,
	STEPS = 5		/* limit of the whole handshake, in steps */
};

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static bool
rules_end(struct liveness *w, struct verdict v)
{
	w->verdict = v;
	return true;
}

/* End of the wait for the banner, ms; SPAN_NEVER if it came. */
static int64_t
rules_banner_due(const struct liveness *w)
{
	int64_t wait = w->slow > w->o->banner ? w->slow : w->o->banner;

	return w->o->unseen || w->phase.state >= HANDSHAKE_SSH ? SPAN_NEVER :
	    w->connected + wait;
}

/*
 * A path that is slow now needs a longer limit for the banner.  True if that
 * has just been found, and the new limit is not over.
 */
static bool
rules_slow(struct liveness *w, int64_t now)
{
	enum { TRIPS = 10 };
	struct tcp_state *t = &w->network.tcp;

	if (w->slow != 0 || w->sock == -1 ||
	    tcp_look(w->sock, t, now) == -1)
		return false;
	w->slow = 1 + least(TRIPS * t->rtt, w->o->deadline);
	return now < rules_banner_due(w);
}

/*
 * The limit for the server's next step of the handshake, ms.  A deadline below
 * the least limit applies to the banner only: ssh's ConnectTimeout ends with
 * the banner, and a slow machine may need seconds for its keys.
 */
static int64_t
rules_step(const struct liveness *w)
{
	int64_t least_span = w->o->hasty ? STEP_HASTY : STEP;

	return w->o->deadline > least_span ? w->o->deadline : least_span;
}

/* Each byte restarts the step, so the whole handshake has a limit, too. */
static int64_t
rules_stuck_due(const struct liveness *w)
{
	return !handshake_owes(&w->phase) ? SPAN_NEVER :
	    least(w->step + rules_step(w), w->began + STEPS * rules_step(w));
}

static bool
rules_stuck(struct liveness *w, int64_t now)
{
	if (now < rules_stuck_due(w))
		return false;
	if (ssh_process_state(w->owner) == SSH_PROCESS_STOPPED) {
		w->step = w->began = now;
		return false;
	}
	return rules_end(w, (struct verdict){
		.cause = CAUSE_HANDSHAKE_STUCK,
		.slow = now < w->step + rules_step(w),
		.silence = now - (now < w->step + rules_step(w) ?
		    w->began : w->step),
		.phase = &w->phase,
	});
}

/* True if the server no longer answers ssh while its kernel acknowledges. */
static bool
rules_frozen(struct liveness *w, int64_t now)
{
	struct tcp_state *t = &w->network.tcp;
	int64_t pending = -1;

	if (now < w->frozen.timer)
		return false;
	if (w->sock != -1 && tcp_look(w->sock, t, now) == 0 &&
	    (t->pending > 0 || !w->o->far))
		pending = t->pending;
	if (!frozen_look(&w->frozen, now, pending, t->data))
		return false;
	if (ssh_process_state(w->owner) == SSH_PROCESS_STOPPED ||
	    (w->sock != -1 && tcp_gap(w->sock))) {
		frozen_forgive(&w->frozen, now);
		return false;
	}
	return rules_end(w, (struct verdict){
		.cause = CAUSE_PEER_FROZEN,
		.silence = now - w->frozen.heard,
		.unanswered = w->frozen.asks,
		.unseen = pending == -1,
	});
}

/* True if ssh has read nothing for too long, without a known reason. */
bool
rules_wedged(struct liveness *w, int64_t now)
{
	if (!ssh_not_reading_look(&w->not_reading, now))
		return false;
	if (ssh_process_state(w->owner) != SSH_PROCESS_THERE ||
	    ssh_process_excused(w->owner)) {
		ssh_not_reading_forgive(&w->not_reading, now);
		return false;
	}
	return rules_end(w, (struct verdict){
		.cause = CAUSE_SSH_WEDGED,
		.silence = now - w->not_reading.since,
		.pending = tcp_unread(w->sock),
	});
}

static bool
rules_no_ssh(struct liveness *w, int64_t now)
{
	struct verdict v = {
		.cause = CAUSE_NO_BANNER,
		.phase = &w->phase,
	};

	if (w->phase.state == HANDSHAKE_NOT_SSH)
		v.cause = CAUSE_NOT_SSH;
	else if (now < rules_banner_due(w) || rules_slow(w, now))
		return false;
	else
		v.silence = rules_banner_due(w) - w->connected;
	return rules_end(w, v);
}

/* When to end an ssh that does not notice the server's end of file, ms. */
static int64_t
rules_lingers_due(const struct liveness *w)
{
	return w->closed == SPAN_NEVER ? SPAN_NEVER :
	    w->closed + w->o->patience;
}

/* True if the server closed long ago and ssh does not notice it. */
static bool
rules_lingers(struct liveness *w, int64_t now)
{
	if (now < rules_lingers_due(w))
		return false;
	if (ssh_process_state(w->owner) != SSH_PROCESS_THERE) {
		w->closed = now;
		return false;
	}
	return rules_end(w, (struct verdict){
		.cause = CAUSE_LINGERS,
		.silence = now - w->closed,
	});
}

int64_t
rules_due(const struct liveness *w)
{
	return least(least(w->frozen.timer, rules_lingers_due(w)),
	    least(rules_banner_due(w), rules_stuck_due(w)));
}

bool
rules(struct liveness *w, int64_t now)
{
	return rules_no_ssh(w, now) || rules_stuck(w, now) ||
	    rules_frozen(w, now) || rules_lingers(w, now);
}
