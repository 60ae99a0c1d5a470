/* SPDX-License-Identifier: ISC */
/* Decides after the machine lost its address or route, or slept. */
#ifndef TRANSPORT_NETCHANGE_H
#define TRANSPORT_NETCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/cause.h"

/*
 * Where this machine is in the network, and what becomes of a connection when
 * that changes.  TCP itself says nothing of it: a socket whose address is no
 * longer ours stays ESTABLISHED, and send(2) works.
 *
 * Three things end a connection.  Its address is gone: from every interface,
 * for GONE ms; or for a moment, if the kernel would now reach the peer from
 * another.  Or there is reason to ask (the machine slept; the kernel would
 * now choose another source address; the network was away and is back), and
 * the peer, asked by urgent probes, does not answer.  A VPN that comes up
 * moves the route of many a connection that lives on: so moving alone proves
 * nothing.
 *
 * While the machine itself has no network (no route to the peer, or the
 * interface lost its carrier) nothing could replace the connection, and TCP
 * resumes what a short outage interrupted: then all timers stand still.  A
 * connection that loses nothing by ending may choose not to wait; but no
 * probe is sent, and none counted, where it could not leave.
 */

enum netchange_chosen {
	NETCHANGE_NOWHERE,		/* there is no route to the peer */
	NETCHANGE_SAME,		/* the kernel would send from our address */
	NETCHANGE_OTHER		/* it would send from another */
};

/* One look at the interfaces and routes. */
struct netchange_sample {
	bool here;		/* our address is on an interface */
	bool carrier;		/* which is up and has a carrier */
	enum netchange_chosen chosen;
};

/* What the peer said, or not, since it is probed. */
struct netchange_signs {
	int64_t heard;		/* ms since any segment came from the peer */
	int64_t rtt;		/* round trip and four variations, ms */
	bool busy;		/* bytes of ours are out: no probe is sent */
	int64_t resent;		/* then: retransmits sent, since ever */
	int unanswered;		/* and those in a row, sent or held up here */
};

enum netchange_order {
	NETCHANGE_NOTHING,
	NETCHANGE_HOLD,		/* all timers stand still, until PROBE */
	NETCHANGE_PROBE,		/* ask the peer for a sign now */
	NETCHANGE_CALM,		/* no more; as it was before */
	NETCHANGE_DEAD		/* end it; place.why says why */
};

struct netchange {
	int64_t patience;
	bool waits;		/* for a network, however long */
	struct netchange_sample was; /* at the last look */
	bool had, carried, routed; /* address, carrier, route: at the start */
	bool offline;		/* no network */
	enum netchange_chosen led; /* chosen, when there last was a route */
	enum cause why;		/* it is probed, or dead; CAUSE_UNKNOWN: neither */
	int64_t gone;		/* since when our address is; SPAN_NEVER */
	int64_t since;		/* it is probed; SPAN_NEVER: it is not */
	int64_t resent;		/* at the first look since; -1: not yet */
	int probes;
	int64_t timer;		/* when netchange_look() is due; SPAN_NEVER */
};

/*
 * A connection just made, of which sample tells.  What was not so at the start
 * (an address that only a route makes ours, a source chosen by the user) is
 * never held against it.
 */
void	netchange_start(struct netchange *p, int64_t patience, bool waits,
	    const struct netchange_sample *);

/* Something changed in the network: what is there now. */
enum netchange_order	netchange_changed(struct netchange *p, int64_t now,
			    const struct netchange_sample *);

/* The machine slept. */
enum netchange_order	netchange_slept(struct netchange *p, int64_t now);

/* To be called when p->timer has come. */
enum netchange_order	netchange_look(struct netchange *p, int64_t now,
			    const struct netchange_signs *);

/* Begins anew: what was seen so far cannot be held against it. */
void	netchange_forgive(struct netchange *p, int64_t now);

#endif
