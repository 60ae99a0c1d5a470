/* SPDX-License-Identifier: ISC */
/* Passes the connected socket to ssh (ProxyUseFdpass). */
#include <sys/socket.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sys/descriptors.h"
#include "sys/fd_send.h"
#include "sys/sandbox.h"
#include "sys/tcp.h"
#include "transport/sampling.h"
#include "tunnel-guard/guard.h"

/* Watches a passed socket: sampling (transport/sampling.h) says when to look. */
struct monitor {
	struct liveness *w;
	struct sampling sampling;
	int slot;		/* of the socket in this turn of the loop */
	bool over;		/* the connection has ended */
	bool reset;		/* a RST came, from the server or the path */
};

/* --- the monitor --- */

/* The server's end of file.  Linux reports it apart from readable data. */
#ifdef POLLRDHUP
#define ENDED POLLRDHUP
#else
#define ENDED 0
#endif

/* True while the stall machine looks at unacknowledged bytes. */
static bool
monitor_watched(const struct monitor *m)
{
	return m->w->stall.timer != SPAN_NEVER;
}

static void
monitor_enter(struct monitor *m, struct loop *l)
{
	short wanted = (m->sampling.came ? 0 : POLLIN) |
	    (m->w->eof.since == SPAN_NEVER ? ENDED : 0);

	m->slot = loop_watch(l, m->over ? -1 : m->w->sock, wanted);
	liveness_enter(m->w, l);
	loop_lower(l, sampling_due(&m->sampling, l->now, monitor_watched(m)));
}

/* Reads the kernel's counters.  Returns c; or NULL if it has none. */
static const struct sampling_counters *
monitor_counters(struct monitor *m, int64_t now, struct sampling_counters *c)
{
	struct tcp_state *t = &m->w->network.tcp;
	struct tcp_counters v = { 0 };

	if (tcp_look(m->w->sock, t, now) == -1 ||
	    tcp_counters_look(m->w->sock, &v) == -1)
		return NULL;
	*c = (struct sampling_counters){
		.counted = v.counted, .acked = v.acked,
		.received = v.received, .sent_ago = v.sent_ago,
		.received_ago = v.received_ago, .pending = t->pending,
	};
	return c;
}

/* Reads the server's first bytes, unless ssh has read them already. */
static void
monitor_peek(struct monitor *m, int64_t now)
{
	static const char late[] = "(what ssh has read)";
	char first[256];
	ssize_t n = recv(m->w->sock, first, sizeof first,
	    MSG_PEEK | MSG_DONTWAIT);

	if (n > 0)
		(void)liveness_came(m->w, now, first, (size_t)n);
	else
		(void)liveness_came(m->w, now, late, sizeof late - 1);
}

/* True, once, when SSH has begun. */
static bool
monitor_begun(struct monitor *m, bool input, int64_t now)
{
	struct handshake *h = &m->w->handshake;
	struct sampling_counters counters;
	const struct sampling_counters *c;

	if (m->sampling.begun)
		return false;
	c = monitor_counters(m, now, &counters);
	if (c != NULL && sampling_first(&m->sampling, c, input))
		monitor_peek(m, now);
	if (!sampling_begun(&m->sampling, c, h->state))
		return false;
	handshake_unknown(h);
	liveness_spoke(m->w);
	return true;
}

/* Looks for unacknowledged bytes of ssh; liveness then watches them. */
static void
monitor_look(struct monitor *m, int64_t now)
{
	struct sampling_counters c;

	if (!monitor_watched(m))
		liveness_ease(m->w);
	if (sampling_wants(&m->sampling, now, monitor_watched(m)) &&
	    sampling_look(&m->sampling, now, monitor_counters(m, now, &c),
	    &m->w->frozen))
		liveness_found(m->w, now, m->w->network.tcp.unanswered);
}

/*
 * The kernel has ended the connection.  The guard does not read the socket's
 * error, because ssh must get it.  A long silence shows a dead path, too.
 */
static void
monitor_over(struct monitor *m, int64_t now)
{
	struct tcp_state *t = &m->w->network.tcp;

	m->over = true;
	m->reset = tcp_look(m->w->sock, t, now) == -1 ||
	    stall_reset(&m->w->keepalive, t->heard);
	if (!m->reset)
		(void)liveness_failed(m->w, ETIMEDOUT, now);
}

/* Call after the wait.  True, once, when SSH has begun. */
static bool
monitor_step(struct monitor *m, const struct loop *l)
{
	short seen = loop_ready(l, m->slot);
	bool first = monitor_begun(m, (seen & POLLIN) != 0, l->now);

	monitor_look(m, l->now);
	if (seen & ENDED)
		liveness_closed(m->w, l->now);
	if (seen & (POLLERR | POLLHUP | POLLNVAL))
		monitor_over(m, l->now);
	return first;
}

/* --- the socket --- */

enum { FAILED = 255 };

/*
 * ssh waits for the guard's exit before it goes on, so a child stays to watch.
 * Returns 0 in the child.  If the guard cannot notice ssh's exit, it makes no
 * child, because a child would keep the connection open forever.
 */
static pid_t
fdpass_stay(struct guard *g)
{
	if (g->owner.pid == 0 || g->owner.pidfd == -1 || !g->owner.seen) {
		log_detail(g->log, "%s: cannot find the ssh process: only "
		    "the kernel monitors this connection", g->o->host);
		return -1;
	}
	report_settle(&g->report);
	return fork();
}

static void
fdpass_monitor(struct guard *g)
{
	struct monitor m = { .w = &g->watch };

	sampling_start(&m.sampling, g->o->patience, g->loop.now);
	while (!m.over && !g->left) {
		guard_watch(g);
		monitor_enter(&m, &g->loop);
		if (guard_wait(g) == -1)
			return;
		if (monitor_step(&m, &g->loop)) {
			ssh_process_learn(&g->owner);
			report_event(&g->report, EVENT_BANNER, CAUSE_UNKNOWN,
			    NULL);
		}
		if (g->watch.verdict.cause != CAUSE_UNKNOWN ||
		    liveness_dead(&g->watch, &g->loop))
			break;
	}
	if (m.reset)
		liveness_closed(&g->watch, g->loop.now);
}

int
fdpass_socket(struct guard *g)
{
	pid_t pid;

	ssh_process_passed(&g->owner, g->sock, fd_send_to(STDOUT_FILENO));
	guard_connected(g);
	if (fd_send(STDOUT_FILENO, g->sock) == -1) {
		report_failed(&g->report, CAUSE_OTHER, "%s: cannot pass "
		    "the socket: %s", g->o->host, strerror(errno));
		return FAILED;
	}
	if ((pid = fdpass_stay(g)) != 0)
		return 0;
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	g->down.out = -1;
	g->passed = true;
	guard_confine(g, sandbox_relay);
	fdpass_monitor(g);
	report_end(g);
	return guard_exit(g);
}
