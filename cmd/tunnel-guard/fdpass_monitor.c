/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>

#include "base/span.h"
#include "sys/tcp.h"
#include "tunnel-guard/fdpass_monitor.h"

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

void
monitor_open(struct monitor *m, struct liveness *w, int64_t now)
{
	int64_t half = w->o->patience / 2;

	*m = (struct monitor){ .w = w,
	    .period = half < LEAST ? LEAST : half > MOST ? MOST : half };
	m->timer = now + m->period;
}

void
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

bool
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
