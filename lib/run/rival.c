/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "link/eyeballs.h"
#include "link/phase.h"
#include "run/rival.h"
#include "sys/tcp.h"

enum { COUNT_MOST = 127 };	/* what the kernel takes, tcp(7) */

void
rival_open(struct rival *r, int64_t now)
{
	r->open = true;
	r->sock = -1;
	beside_start(&r->beside, now);
}

void
rival_said(struct rival *r, const void *from, size_t n)
{
	if (!r->open)
		return;
	/* More than a banner can not be said again: then there is no second. */
	if (n > sizeof r->said - r->len) {
		r->n = 0;
		return;
	}
	memcpy(r->said + r->len, from, n);
	r->len += n;
}

void
rival_watch(struct rival *r, struct loop *l)
{
	r->slot = LOOP_NEVER;
	if (!r->open)
		return;
	loop_lower(l, r->beside.timer);
	r->slot = loop_watch(l, r->sock, POLLIN);
	if (!r->dialling)
		return;
	dial_watch(&r->dial, l);
	loop_lower(l, r->due);
}

static void
rival_drop(struct rival *r)
{
	if (r->dialling)
		dial_close(&r->dial);
	r->dialling = false;
	if (r->sock != -1)
		close(r->sock);
	r->sock = -1;
	r->slot = LOOP_NEVER;
}

/*
 * Asks the first now, or a second after its last sign; and as long as it would
 * have been asked else.
 */
static void
rival_ask(const struct watch *w)
{
	const struct stall_keepalive *k = &w->keepalive;
	int count = k->idle + k->interval * k->count;

	if (!w->held)
		tcp_keepalive(w->sock, 1, 1, count < COUNT_MOST ? count :
		    COUNT_MOST);
}

/* The first is looked at, and asked. */
static void
rival_look(struct rival *r, struct watch *w, int64_t now)
{
	struct tcp_state *t = &w->network.tcp;

	/* Where the kernel does not tell, the first is all there is. */
	if (r->n == 0 || tcp_look(w->sock, t, now) == -1) {
		rival_drop(r);
		r->beside.timer = SPAN_NEVER;
		return;
	}
	switch (beside_look(&r->beside, now, t->heard, t->rtt)) {
	case BESIDE_NOTHING:
		break;
	case BESIDE_DIAL:
		log_detail(r->log, "%s: silent, and so is its kernel: "
		    "dialling a second time beside", w->o->host);
		dial_open(&r->dial, r->addr, r->n, r->sender, EYEBALLS_DELAY,
		    now);
		r->dialling = true;
		r->round = 0;
		r->due = now + eyeballs_renew(r->round);
		break;
	case BESIDE_DROP:
		rival_drop(r);
		break;
	}
	if (!r->beside.second)
		rival_ask(w);
}

static void
rival_dial(struct rival *r, const struct loop *l)
{
	r->sock = dial_step(&r->dial, l);
	if (r->sock != -1) {
		r->dialling = false;
	} else if (errno != EINPROGRESS) {
		rival_drop(r);
		beside_failed(&r->beside);
	} else if (l->now >= r->due) {
		dial_again(&r->dial, l->now);
		r->due = l->now + eyeballs_renew(++r->round);
	}
}

/* True if the second has something to say that an SSH server might. */
static bool
rival_speaks(const struct rival *r)
{
	struct phase p = { .state = PHASE_SILENT };
	char first[64];
	ssize_t n = recv(r->sock, first, sizeof first, MSG_PEEK);

	return n > 0 && phase_feed(&p, first, (size_t)n) != PHASE_NOT_SSH;
}

int
rival_step(struct rival *r, struct watch *w, const struct loop *l)
{
	int sock = -1;

	if (loop_ready(l, r->slot) != 0) {
		if (rival_speaks(r)) {
			sock = r->sock;
			r->sock = -1;
			return sock;
		}
		rival_drop(r);
		beside_failed(&r->beside);
	}
	if (r->dialling)
		rival_dial(r, l);
	if (l->now >= r->beside.timer)
		rival_look(r, w, l->now);
	return sock;
}

void
rival_close(struct rival *r, struct watch *w)
{
	const struct stall_keepalive *k = &w->keepalive;

	if (!r->open)
		return;
	rival_drop(r);
	r->open = false;
	if (!w->held && !w->asked)
		tcp_keepalive(w->sock, k->idle, k->interval, k->count);
}
