/* SPDX-License-Identifier: ISC */
#include <unistd.h>

#include "run/guarding.h"
#include "sys/descriptors.h"
#include "sys/sandbox.h"

void
silence_open(struct guard *g)
{
	if (g->sock == -1 || g->o->reach.via != NULL) {
		guard_confine(g, sandbox_relay);
		return;
	}
	g->rival = (struct rival){
		.log = g->log, .addr = g->reach.found.addr, .n = g->reach.found.n,
		.sender = &g->o->reach.sender,
	};
	rival_open(&g->rival, g->loop.now);
}

/* The server speaks on another connection: that takes the place of ours. */
static void
silence_replace(struct guard *g, int sock)
{
	const struct rival *r = &g->rival;
	char text[ADDRESS_TEXT];

	log_detail(g->log, "%s: the second connection, to %s, is answered; "
	    "the first is closed", g->o->host,
	    address_text(&r->addr[r->dial.won], text));
	watch_close(&g->watch);
	close(g->sock);
	g->sock = g->up.out = g->down.in = sock;
	guard_observe(g);
	flow_wrote(&g->up.flow, g->up.flow.held);
	watch_went(&g->watch, g->loop.now, r->said, r->len);
	tally_sent(&g->tally, r->len, g->loop.now);
	/* So little has room; an error the next read will tell. */
	(void)descriptors_write(sock, r->said, r->len);
	watch_sent(&g->watch, g->loop.now);
}

void
silence_step(struct guard *g)
{
	int sock;

	if (!g->rival.open)
		return;
	if (g->heard || g->up.flow.ended) {
		rival_close(&g->rival, &g->watch);
		guard_confine(g, sandbox_relay);
	} else if ((sock = rival_step(&g->rival, &g->watch, &g->loop)) != -1) {
		silence_replace(g, sock);
	}
}

void
silence_close(struct guard *g)
{
	rival_close(&g->rival, &g->watch);
}
