/* SPDX-License-Identifier: ISC */
/* Decides after the machine lost its address or route, or slept. */
#ifndef TRANSPORT_NETCHANGE_H
#define TRANSPORT_NETCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/cause.h"
#include "transport/verdict.h"

/*
 * This module decides what happens to a connection when the machine's network
 * changes.  TCP does not report such a change: if the machine loses the local
 * address of a socket, the socket stays ESTABLISHED and send(2) works.
 *
 * Three things end a connection:
 * - its local address is on no interface for GONE ms;
 * - its local address is gone for a moment, and the kernel would now reach the
 *   peer from another address;
 * - there is a reason to probe, and the peer does not answer urgent probes.
 * Reasons to probe: the machine slept; the kernel would now choose another
 * source address; the network was away and is back.  A VPN that comes up moves
 * the routes of connections that still work, so a moved route proves nothing.
 *
 * The machine has no network if there is no route to the peer, or if the
 * interface lost its carrier.  Then no new connection is possible, and TCP
 * continues after a short outage: so all timers stand still.  A connection that
 * loses nothing by ending may choose not to wait.  But where a probe could not
 * leave the machine, no probe is sent or counted.
 */

enum netchange_chosen {
	NETCHANGE_NOWHERE,		/* there is no route to the peer */
	NETCHANGE_SAME,		/* the kernel would send from our address */
	NETCHANGE_OTHER		/* it would send from another */
};

/* The interfaces and routes at one time. */
struct netchange_sample {
	bool present;		/* our address is on an interface */
	bool carrier;		/* that interface is up and has a carrier */
	enum netchange_chosen chosen;
};

/* What the kernel knows of the peer while it is probed. */
struct netchange_signs {
	int64_t received_ago;	/* ms since any segment came from the peer */
	int64_t rtt;		/* round trip and four variations, ms */
	bool busy;		/* our bytes are unacknowledged: no probe is
				   sent */
	int64_t resent;		/* if busy: all retransmits sent so far */
	int unanswered;		/* if busy: retransmits in a row, sent or held
				   up in this machine */
};

enum netchange_order {
	NETCHANGE_NOTHING,
	NETCHANGE_HOLD,		/* all timers stand still, until PROBE */
	NETCHANGE_PROBE,		/* probe the peer now */
	NETCHANGE_CALM,		/* stop probing; as it was before */
	NETCHANGE_DEAD		/* end the connection; why has the cause */
};

struct netchange {
	int64_t silence_limit;	/* -t, ms */
	bool waits;		/* waits for a network, however long */
	struct netchange_sample last; /* the last sample */
	bool had_address, had_carrier, had_route; /* at the start */
	bool offline;		/* no network */
	enum netchange_chosen last_route; /* when there last was a route */
	enum cause why;		/* of probes or the end; CAUSE_UNKNOWN: none */
	int64_t gone_since;	/* our address is gone since, ms; SPAN_NEVER */
	int64_t since;		/* probed since, ms; SPAN_NEVER: not probed */
	int64_t resent;		/* at the first look since; -1: no look yet */
	int probes;		/* sent since */
	bool busy;		/* at the last look: retransmits, no probes */
	int unanswered;		/* of them, at the last look */
	int64_t asleep;		/* duration of the last sleep, ms */
	int64_t timer;		/* when netchange_look() is due; SPAN_NEVER */
};

/*
 * Begins: a connection was just made; the sample shows the network now.
 * silence_limit: -t, ms; waits: for a network, however long.  A condition
 * that does not hold at the start never counts against the connection (an
 * address that only a route makes ours, a source address of the user's choice).
 */
void	netchange_start(struct netchange *p, int64_t silence_limit, bool waits,
	    const struct netchange_sample *);

/* The network changed by now, ms, to the sample.  Returns the order. */
enum netchange_order	netchange_changed(struct netchange *p, int64_t now,
			    const struct netchange_sample *);

/* The machine slept for asleep ms, until now, ms.  Returns the order. */
enum netchange_order	netchange_slept(struct netchange *p, int64_t now,
			    int64_t asleep);

/* Call this when p->timer has come, at now, ms.  Returns the order. */
enum netchange_order	netchange_look(struct netchange *p, int64_t now,
			    const struct netchange_signs *);

/*
 * The reason after NETCHANGE_DEAD.  mine: our address, as text; chosen: the
 * address that the kernel would choose now, as text; NULL: there is no route.
 */
void	netchange_verdict(const struct netchange *p, int64_t now,
	    const char *mine, const char *chosen, struct verdict *v);

/*
 * Call this after NETCHANGE_DEAD.  True, and the time begins again, if the
 * order does not hold: the user stopped ssh, and may continue it.
 */
bool	netchange_excused(struct netchange *p, int64_t now, bool stopped);

/* Begins anew at now, ms: past signs no longer count. */
void	netchange_forgive(struct netchange *p, int64_t now);

#endif
