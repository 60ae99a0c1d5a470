/* SPDX-License-Identifier: ISC */
/* Resolves a name, connects to it, and lets a proxy connect. */
#ifndef TUNNEL_GUARD_CONNECTION_H
#define TUNNEL_GUARD_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/dial.h"
#include "sys/log.h"
#include "sys/loop.h"
#include "sys/resolve.h"
#include "sys/source_address.h"
#include "transport/eyeballs.h"
#include "transport/proxy_url.h"
#include "tunnel-guard/proxy_dialogue.h"
#include "tunnel-guard/report.h"

/* From a name to a connection: resolve, dial, have a proxy connect. */

/* How. */
struct connection_options {
	int family;		/* AF_UNSPEC, AF_INET, AF_INET6 */
	bool patient;		/* -W: as long as there is no network */
	struct source_address sender;
	struct proxy_url *via;	/* the proxy, its password wiped when it has */
				/* been used; NULL: none */
};

enum connection_state {
	CONNECTION_NAME,		/* asking for addresses */
	CONNECTION_DIAL,		/* connecting to one of them */
	CONNECTION_PAUSE, /* there is no network; until something changes */
	CONNECTION_PROXY,		/* talking to the proxy */
	CONNECTION_DONE,		/* sock is connected */
	CONNECTION_FAILED		/* and it has been reported why */
};

struct connection {
	const struct connection_options *o;
	const char *host, *port; /* port: a number or a service's name */
	struct report *report;
	const struct log *log;

	enum connection_state state;
	int sock;		/* non-blocking, the caller's to close; or -1 */
	int64_t span;		/* to connect, and then for the proxy, ms */
	int64_t began, deadline; /* points, ms */
	struct redial rounds;
	bool told;		/* that there is no network */
	struct resolve resolve;
	struct resolved found;	/* in the order to try, once we dial */
	struct dial dial;
	struct proxy_dialogue *hop; /* with a proxy, while it is talked to */
	int netwatch;		/* readable at a change of the network; or -1 */
	int slot, netwatch_slot; /* in this turn of the loop */
};

/*
 * Begins at now, with the first group of r filled in: the connection is to be
 * there within span ms, unless it is to be waited for; what a proxy does has
 * as long again.
 */
void	connection_start(struct connection *r, int64_t now, int64_t span);

/* Enters what is waited for into a turn of the loop. */
void	connection_watch(struct connection *r, struct loop *l);

/* Goes on after the wait; the state it came to. */
enum connection_state	connection_step(struct connection *r,
	    const struct loop *l);

/* Ends what is under way; a connected socket stays. */
void	connection_close(struct connection *r);

#endif
