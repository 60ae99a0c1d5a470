/* SPDX-License-Identifier: ISC */
/* Feeds changes of the network to lib/transport/netchange.h. */
#ifndef TUNNEL_GUARD_NETWORK_H
#define TUNNEL_GUARD_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"
#include "sys/resolve.h"
#include "sys/suspend.h"
#include "sys/tcp.h"
#include "transport/netchange.h"
#include "transport/verdict.h"

/*
 * The network around a connected socket: whether its address is still ours,
 * whence the kernel would reach its peer, whether the machine slept.  Nobody
 * is woken where nothing changes.
 */
struct network {
	int sock;		/* the caller's; -1: nothing is watched */
	int changes;		/* netwatch_open()'s, or -1 */
	struct suspend resume;
	int changes_slot, resume_slot; /* in this turn of the loop */
	int64_t next;		/* no look before this, ms */
	struct netchange place;
	struct tcp_state tcp;	/* as last seen; the caller may look, too */
	char mine[ADDRESS_TEXT], chosen[ADDRESS_TEXT];
	bool routed;		/* chosen holds */
	int64_t asleep;		/* for how long it last slept, ms */
	bool busy;		/* as the last signs had it */
	int unanswered;		/* probes, or retransmits, as it had them */
};

/* Begins, with a socket just connected; patience and waits as place.h's. */
void	network_open(struct network *n, int sock, int64_t patience,
	    bool waits);

/* Enters what is waited for, and what is due, into a turn of the loop. */
void	network_enter(struct network *n, struct loop *l);

/* After the wait: what is to be done about the connection. */
enum netchange_order	network_step(struct network *n, const struct loop *l);

/* Why it is dead, when the order was NETCHANGE_DEAD; points into n. */
struct verdict	network_verdict(const struct network *n, int64_t now);

/* What is not seen here, in words; or NULL. */
const char	*network_blind(const struct network *n);

void	network_close(struct network *n);

#endif
