/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "sys/log.h"
#include "sys/tcp.h"
#include "sys/tcp_counters.h"
#include "tunnel-guard/counters.h"

/* The text for the state of the connection. */
static const char *
counters_state(const struct liveness *w, bool passed)
{
	if (w == NULL)
		return "connecting";
	if (w->closed != SPAN_NEVER)
		return "closed";
	if (!passed && w->phase.state < HANDSHAKE_SSH)
		return "no-banner";
	return w->stall.since == SPAN_NEVER ? "quiet" : "unacknowledged";
}

static void
counters_path(struct traffic *t, const struct liveness *w, bool passed,
    struct traffic_path *p, int64_t now)
{
	struct tcp_state s;
	struct tcp_counters v;

	if (w == NULL || w->sock == -1)
		return;
	s = w->network.tcp;
	if (tcp_look(w->sock, &s, now) == -1 ||
	    tcp_counters_look(w->sock, &v) == -1)
		return;
	*p = (struct traffic_path){
		.known = true, .rtt = v.rtt, .rttvar = v.rttvar,
		.resent = s.resent, .unanswered = s.unanswered,
		.pending = s.pending, .heard = s.heard,
	};
	if (passed && v.counted)
		traffic_totals(t, v.acked, v.received, now);
}

void
counters_tell(struct traffic *t, const struct liveness *w, bool passed,
    struct report *r, const char *host, int64_t now)
{
	struct traffic_path path = { 0 };
	char text[TRAFFIC_TEXT];

	counters_path(t, w, passed, &path, now);
	(void)traffic_text(t, &path, counters_state(w, passed), now, text);
	report_event(r, EVENT_COUNTERS, CAUSE_UNKNOWN, text);
	log_say(r->log, "%s: %s", host, text);
}
