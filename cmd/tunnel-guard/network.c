/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "base/span.h"
#include "sys/netwatch.h"
#include "tunnel-guard/network.h"

enum { LOOK_GAP = 100 };		/* least time between looks, ms */

/* Samples the network.  Returns 0, or -1 if that is impossible. */
static int
network_look(struct network *n, struct netchange_sample *s)
{
	struct route r;

	if (route_look(n->sock, &r) == -1)
		return -1;
	address_text(&r.mine, n->local);
	n->routed = r.any;
	if (r.any)
		address_text(&r.chosen, n->chosen);
	*s = (struct netchange_sample){
		.present = r.here, .carrier = r.carrier,
		.chosen = r.same ? NETCHANGE_SAME :
		    r.any ? NETCHANGE_OTHER : NETCHANGE_NOWHERE,
	};
	return 0;
}

void
network_open(struct network *n, int sock, int64_t silence_limit, bool waits)
{
	struct netchange_sample s;

	*n = (struct network){ .sock = sock, .changes = -1,
		.suspend.fd = -1, .netchange.timer = SPAN_NEVER };
	if (sock == -1 || network_look(n, &s) == -1) {
		n->sock = -1;
		return;
	}
	netchange_start(&n->netchange, silence_limit, waits, &s);
	n->changes = netwatch_open();
	suspend_open(&n->suspend);
}

void
network_enter(struct network *n, struct loop *l)
{
	bool rests = l->now < n->next_look;

	n->changes_slot = loop_watch_rare(l, rests ? -1 : n->changes, POLLIN);
	n->suspend_slot = loop_watch_rare(l, n->suspend.fd, POLLIN);
	if (rests)
		loop_lower(l, n->next_look);
	loop_lower(l, n->netchange.timer);
}

static enum netchange_order
network_changed(struct network *n, int64_t now)
{
	struct netchange_sample s;

	netwatch_take(n->changes);
	n->next_look = now + LOOK_GAP;
	return network_look(n, &s) == -1 ? NETCHANGE_NOTHING :
	    netchange_changed(&n->netchange, now, &s);
}

static enum netchange_order
network_resumed(struct network *n, int64_t now)
{
	int64_t before = n->suspend.slept;

	if (!suspend_slept(&n->suspend))
		return NETCHANGE_NOTHING;
	return netchange_slept(&n->netchange, now, n->suspend.slept - before);
}

/* Evaluates the peer's signs of life during probing. */
static enum netchange_order
network_ask(struct network *n, int64_t now)
{
	struct netchange_signs s = { 0 };
	struct tcp_state *t = &n->tcp;

	/* Without the kernel's state there are no signs. */
	if (tcp_look(n->sock, t, now) == 0)
		s = (struct netchange_signs){
			.received_ago = t->heard, .rtt = t->rtt,
			.busy = t->pending > 0, .resent = t->resent,
			.unanswered = t->unanswered,
		};
	return netchange_look(&n->netchange, now, &s);
}

enum netchange_order
network_step(struct network *n, const struct loop *l)
{
	enum netchange_order o = NETCHANGE_NOTHING;

	if (n->sock == -1)
		return o;
	if (loop_ready(l, n->changes_slot))
		o = network_changed(n, l->now);
	if (o == NETCHANGE_NOTHING && loop_ready(l, n->suspend_slot))
		o = network_resumed(n, l->now);
	if (o == NETCHANGE_NOTHING && l->now >= n->netchange.timer)
		o = network_ask(n, l->now);
	return o;
}

void
network_verdict(const struct network *n, int64_t now, struct verdict *v)
{
	netchange_verdict(&n->netchange, now, n->local,
	    n->routed ? n->chosen : NULL, v);
}

const char *
network_blind(const struct network *n)
{
	if (n->sock == -1)
		return "network changes are not detected";
	if (n->changes == -1)
		return "changes of addresses and routes are not detected";
	return n->suspend.fd == -1 ? "sleep of the machine is not detected" :
	    NULL;
}

void
network_close(struct network *n)
{
	if (n->changes != -1)
		close(n->changes);
	suspend_close(&n->suspend);
	n->changes = n->sock = -1;
}
