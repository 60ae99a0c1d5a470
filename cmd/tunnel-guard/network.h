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
 * The network of a connected socket: whether its address is still ours, from
 * which address the kernel would reach its peer, whether the machine slept.
 * Without changes, network does not wake the guard.
 */
struct network {
	int sock;		/* the caller's; -1: watches nothing */
	int changes;		/* netwatch_open()'s, or -1 */
	struct suspend suspend;	/* whether the machine slept */
	int changes_slot, suspend_slot; /* of this turn of the loop */
	int64_t next_look;	/* earliest next look, ms */
	struct netchange netchange; /* decides */
	struct tcp_state tcp;	/* at the last look, or set by the caller */
	char local[ADDRESS_TEXT]; /* our address */
	char chosen[ADDRESS_TEXT]; /* the kernel's choice at the last look */
	bool routed;		/* chosen is valid */
};

/* Begins with a new connection; silence_limit and waits as for netchange.h. */
void	network_open(struct network *n, int sock, int64_t silence_limit,
	    bool waits);

/* Adds descriptors and deadlines to a turn of the loop. */
void	network_enter(struct network *n, struct loop *l);

/* Call after the wait; returns the order for the connection. */
enum netchange_order	network_step(struct network *n, const struct loop *l);

/* Fills v with the verdict after NETCHANGE_DEAD; now in ms. */
void	network_verdict(const struct network *n, int64_t now,
	    struct verdict *v);

/* Text about what this system cannot watch; or NULL. */
const char	*network_blind(const struct network *n);

/* Closes the descriptors; the socket stays open. */
void	network_close(struct network *n);

#endif
