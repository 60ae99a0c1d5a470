/* SPDX-License-Identifier: ISC */
/* Resolves a name and connects, directly or through a proxy. */
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
#include "transport/proxy.h"
#include "transport/proxy_url.h"
#include "tunnel-guard/proxy.h"
#include "tunnel-guard/report.h"

/* How to connect. */
struct connection_options {
	int family;		/* AF_UNSPEC, AF_INET, AF_INET6 */
	bool waits_for_network;	/* -W: waits while there is no network */
	struct source_address source;
	struct proxy_url *proxy; /* NULL: none.  The password is wiped after
				 * its use */
};

enum connection_state {
	CONNECTION_NAME,		/* resolving the name */
	CONNECTION_DIAL,		/* connecting to an address */
	CONNECTION_PAUSE, /* no network; waits for a change */
	CONNECTION_PROXY,		/* negotiating with the proxy */
	CONNECTION_DONE,		/* sock is connected */
	CONNECTION_FAILED		/* the reason has been reported */
};

struct connection {
	const struct connection_options *o;
	const char *host, *port; /* port: a number or a service's name */
	struct report *report;
	const struct log *log;

	enum connection_state state;
	int sock;		/* non-blocking; the caller closes it; or -1 */
	int64_t limit;		/* limit to connect; again for the proxy; ms */
	int64_t began, deadline; /* times, ms; deadline: or SPAN_NEVER */
	struct redial redial;
	bool pause_reported;	/* reported that there is no network */
	struct resolve resolve;
	struct resolved addresses; /* in dialling order, from CONNECTION_DIAL
				 * on */
	struct dial dial;
	struct proxy_dialogue *dialogue; /* during CONNECTION_PROXY; or NULL */
	int netwatch;		/* readable after a network change; or -1 */
	int slot, netwatch_slot; /* of this turn of the loop */
};

/*
 * Begins to connect at now, with the first group of r filled in.  The limit is
 * span ms, unless o->waits_for_network; the proxy has span ms more.
 */
void	connection_start(struct connection *r, int64_t now, int64_t span);

/* Adds descriptors and deadlines to a turn of the loop. */
void	connection_watch(struct connection *r, struct loop *l);

/* Continues after the wait; returns the new state. */
enum connection_state	connection_step(struct connection *r,
	    const struct loop *l);

/* Cancels the steps in progress; a connected socket stays open. */
void	connection_close(struct connection *r);

/* The resolver could not run; error is errno. */
void	connection_error_no_resolver(struct report *r, const char *host,
	    int error);

/* The resolver found no usable address. */
void	connection_error_name(struct report *r, const char *host,
	    const char *port, const struct resolved *found);

/* The text of the resolver's error, for the user. */
const char	*connection_error_resolver_text(const struct resolved *found);

/*
 * No address could be connected; error is errno.  EINPROGRESS: no address
 * answered within span ms.
 */
void	connection_error_dial(struct report *r, const char *host,
	    const char *port, const struct dial *d, int error, int64_t span);

/* The proxy v did not connect us; silent: the proxy gave no reply. */
void	connection_error_proxy(struct report *r, const char *host,
	    const char *port, const struct proxy_url *v, const struct proxy *p,
	    bool silent);

#endif
