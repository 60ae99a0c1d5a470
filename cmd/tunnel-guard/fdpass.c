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
#include "tunnel-guard/guard.h"

/*
 * ssh reads and writes the passed socket itself.  The guard sees no bytes, only
 * the kernel's counters.  The kernel sends no event for unacknowledged data, so
 * the monitor looks: after each keepalive question of ssh
 * (ServerAliveInterval), if that interval is known.  Otherwise the monitor
 * looks when nothing has flowed for as long as at the last look: less and less
 * often, but at least every 10 min.  The monitor waits for all other events.
 */
struct monitor {
	struct liveness *w;
	int64_t period;	/* between two looks during traffic, ms */
	int64_t timer;		/* the next look, ms */
	struct tcp_counters seen;	/* at the last look */
	int slot;		/* of the socket in this turn of the loop */
	bool came;		/* the server has sent something */
	bool speaks;		/* the server speaks SSH */
	int64_t nap;		/* between two looks for SSH, ms */
	bool over;		/* the connection has ended */
	bool reset;		/* a RST came, from the server or the path */
};

/* --- the monitor --- */

enum {
	NAP = 20,		/* first wait for the handshake, ms; doubles */
	LEAST = 2000,		/* limits of a period, ms */
	MOST = 30000,
	LATE = 2500,		/* delay of the look after a question, ms */
	RARELY = 600000		/* limit between two looks, ms */
};

/* The server's end of file.  Linux reports it apart from readable data. */
#ifdef POLLRDHUP
#define ENDED POLLRDHUP
#else
#define ENDED 0
#endif

static void
monitor_open(struct monitor *m, struct liveness *w, int64_t now)
{
	int64_t half = w->o->patience / 2;

	*m = (struct monitor){ .w = w,
	    .period = half < LEAST ? LEAST : half > MOST ? MOST : half };
	m->timer = now + m->period;
}

static void
monitor_enter(struct monitor *m, struct loop *l)
{
	short wanted = (m->came ? 0 : POLLIN) |
	    (m->w->closed == SPAN_NEVER ? ENDED : 0);

	m->slot = loop_watch(l, m->over ? -1 : m->w->sock, wanted);
	liveness_enter(m->w, l);
	if (m->came && !m->speaks)
		loop_lower(l, l->now + m->nap);
	if (m->w->stall.timer == SPAN_NEVER)
		loop_lower(l, m->timer);
}

/* Reads the server's first bytes, unless ssh has read them already. */
static void
monitor_peek(struct monitor *m, int64_t now)
{
	static const char late[] = "(what ssh has read)";
	char first[256];
	ssize_t n = recv(m->w->sock, first, sizeof first,
	    MSG_PEEK | MSG_DONTWAIT);

	m->came = true;
	m->nap = NAP;
	if (n > 0)
		(void)liveness_came(m->w, now, first, (size_t)n);
	else
		(void)liveness_came(m->w, now, late, sizeof late - 1);
}

/*
 * True, once, when SSH has begun.  ssh's own first line has at most 255 bytes
 * (RFC 4253, 4.2).  ssh sends more only after it has read the server's line.
 */
static bool
monitor_begun(struct monitor *m, bool input, int64_t now)
{
	enum { LINE = 255 };
	struct tcp_state *t = &m->w->network.tcp;
	struct tcp_counters v = { 0 };

	if (m->speaks)
		return false;
	/* Without the kernel's counters the guard must not end ssh for this. */
	if (tcp_counters_look(m->w->sock, &v) == -1 ||
	    tcp_look(m->w->sock, t, now) == -1) {
		m->came = m->speaks = true;
		m->w->phase.state = HANDSHAKE_KEYED;
		liveness_spoke(m->w);
		return true;
	}
	if (!m->came && (input || v.received > 0))
		monitor_peek(m, now);
	if (m->nap < MOST)
		m->nap *= 2;
	m->speaks = m->came && m->w->phase.state != HANDSHAKE_NOT_SSH &&
	    (m->w->phase.state >= HANDSHAKE_SSH || !v.counted ||
	    v.acked + (uint64_t)t->pending > LINE);
	if (m->speaks) {
		m->w->phase.state = HANDSHAKE_KEYED;
		liveness_spoke(m->w);
	}
	return m->speaks;
}

/* Time of the next look, ms. */
static int64_t
monitor_next(const struct monitor *m, const struct tcp_counters *v, int64_t now)
{
	int64_t asks = m->w->frozen.interval, age = v->received_ago;

	if (asks > 0)
		return now - age + (age / asks + 1) * asks + LATE;
	if (age > v->sent_ago)
		age = v->sent_ago;
	return now + (age < m->period ? m->period :
	    age < RARELY ? age : RARELY);
}

/*
 * Tells the frozen machine the traffic since the last look, with its times.
 * Bytes received after the last bytes sent count as the answer to them.
 */
static void
monitor_flow(struct monitor *m, const struct tcp_counters *v, int64_t now)
{
	struct frozen *f = &m->w->frozen;
	uint64_t up = v->acked - m->seen.acked;
	uint64_t down = v->received - m->seen.received;
	int64_t sent = now - v->sent_ago, came = now - v->received_ago;
	bool answered = came >= sent;

	m->seen = *v;
	if (!v->counted)
		return;
	if (came < f->heard)
		came = f->heard;
	if (down > 0 && !answered)
		frozen_down(f, came, (size_t)down);
	if (up > 0)
		frozen_up(f, sent, (size_t)up);
	if (down > 0 && answered)
		frozen_down(f, came, (size_t)down);
}

/* Looks for unacknowledged bytes of ssh; liveness then watches them. */
static void
monitor_look(struct monitor *m, int64_t now)
{
	struct tcp_state *t = &m->w->network.tcp;
	struct tcp_counters v;

	if (m->w->stall.timer != SPAN_NEVER)
		m->timer = now + m->period;
	else
		liveness_ease(m->w);
	if (now < m->timer)
		return;
	if (tcp_look(m->w->sock, t, now) == -1 ||
	    tcp_counters_look(m->w->sock, &v) == -1) {
		m->timer = SPAN_NEVER;
		return;
	}
	monitor_flow(m, &v, now);
	m->timer = monitor_next(m, &v, now);
	if (t->pending > 0)
		liveness_found(m->w, now, t->unanswered);
}

/*
 * The kernel has ended the connection.  The guard does not read the socket's
 * error, because ssh must get it.  A long silence shows a dead path, too.
 */
static void
monitor_over(struct monitor *m, int64_t now)
{
	const struct stall_keepalive *k = &m->w->keepalive;
	struct tcp_state *t = &m->w->network.tcp;

	m->over = true;
	m->reset = tcp_look(m->w->sock, t, now) == -1 ||
	    t->heard < 1000 * (int64_t)(k->idle + k->interval * (k->count - 1));
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
	struct monitor m;

	monitor_open(&m, &g->watch, g->loop.now);
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
	return guard_exit(g);
}
