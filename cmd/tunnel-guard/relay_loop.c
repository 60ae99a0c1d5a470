/* SPDX-License-Identifier: ISC */
/* Relays both directions until the connection ends. */
#include <errno.h>
#include <string.h>

#include "sys/sandbox.h"
#include "tunnel-guard/guard_internal.h"

enum {
	TURNS = 16,		/* reads of one direction before the other */
	MORE = 4096		/* a read of this size may have left more */
};

/* True if the socket failed: a dead path, or a RST. */
static bool
carry_broken(struct guard *g)
{
	int error = g->up.flow.broken ? g->up.error :
	    g->down.in_failed ? g->down.error : 0;

	/* A command that reads no more may still write. */
	if (error == EPIPE && g->o->command != NULL)
		return false;
	if (error != 0 && !liveness_failed(&g->watch, error, g->loop.now))
		guard_exit_say(g, EVENT_CLOSED, CAUSE_BY_SERVER,
		    strerror(error));
	return error != 0;
}

static void
carry_up(struct guard *g)
{
	size_t n = MORE, went;
	int i;

	for (i = 0; i < TURNS && n >= MORE; i++) {
		n = relay_fill(&g->up, g->loop.now);
		liveness_went(&g->watch, g->loop.now, g->up.buf, n);
		went = relay_drain(&g->up);
		traffic_sent(&g->traffic, went, g->loop.now);
		if (went == 0)
			break;
		liveness_sent(&g->watch, g->loop.now);
	}
	if (g->up.flow.passed)
		liveness_sent(&g->watch, g->loop.now);
}

/* After the handshake, the guard no longer needs to see the bytes. */
static void
carry_unseen(struct guard *g)
{
	if (g->watch.phase.state != HANDSHAKE_KEYED || g->down.splices)
		return;
	relay_unseen(&g->up);
	relay_unseen(&g->down);
}

/* Tells the supervisor before ssh, because ssh may then end at once. */
static void
carry_closed(struct guard *g)
{
	if (g->told || !g->down.flow.ended || g->down.in_failed ||
	    g->o->command != NULL)
		return;
	g->told = true;
	report_event(&g->report, EVENT_CLOSED, CAUSE_BY_SERVER, NULL);
}

static void
carry_down(struct guard *g)
{
	size_t n = MORE, went = 1;
	bool took = false;
	int i;

	for (i = 0; i < TURNS && n >= MORE && went > 0; i++) {
		n = relay_fill(&g->down, g->loop.now);
		if (g->wrap.pid != 0 && n > 0 && !g->heard)
			report_event(&g->report, EVENT_CONNECTED, CAUSE_UNKNOWN,
			    NULL);
		g->heard = g->heard || n > 0;
		if (liveness_came(&g->watch, g->loop.now, g->down.buf, n))
			report_event(&g->report, EVENT_BANNER, CAUSE_UNKNOWN,
			    NULL);
		carry_closed(g);
		went = relay_drain(&g->down);
		traffic_received(&g->traffic, went, g->loop.now);
		took = took || went > 0;
	}
	liveness_waits(&g->watch, g->loop.now, g->down.flow.held > 0 ||
	    g->down.full, took);
	carry_unseen(g);
	if (g->down.flow.passed)
		liveness_closed(&g->watch, g->loop.now);
}

void
carry_bytes(struct guard *g)
{
	bool over = false;

	guard_confine(g, sandbox_relay);
	while (!over) {
		/* After the handshake, no rare descriptor is replaced. */
		loop_busy(&g->loop, g->watch.phase.state == HANDSHAKE_KEYED);
		guard_watch(g);
		relay_watch(&g->up, &g->loop);
		relay_watch(&g->down, &g->loop);
		liveness_enter(&g->watch, &g->loop);
		if (guard_wait(g) == -1)
			break;
		if (g->left || relay_ready(&g->up, &g->loop))
			carry_up(g);
		if (relay_ready(&g->down, &g->loop))
			carry_down(g);
		over = g->left || carry_broken(g) ||
		    liveness_dead(&g->watch, &g->loop) || g->down.flow.broken ||
		    (flow_over(&g->up.flow) && flow_over(&g->down.flow));
	}
	loop_busy(&g->loop, false);
}
