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

/* A passed socket; transport/sampling.h says when to look at it. */
struct fdpass {
	struct liveness *liveness;
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
fdpass_stall_looks(const struct fdpass *m)
{
	return m->liveness->stall.timer != SPAN_NEVER;
}

static void
fdpass_enter(struct fdpass *m, struct loop *l)
{
	short wanted = (m->sampling.came ? 0 : POLLIN) |
	    (m->liveness->server_eof.since == SPAN_NEVER ? ENDED : 0);

	m->slot = loop_watch(l, m->over ? -1 : m->liveness->sock, wanted);
	liveness_enter(m->liveness, l);
	loop_lower(l, sampling_due(&m->sampling, l->now,
	    fdpass_stall_looks(m)));
}

/* Reads the kernel's counters.  Returns c; or NULL if it has none. */
static const struct sampling_counters *
fdpass_counters(struct fdpass *m, int64_t now, struct sampling_counters *c)
{
	struct tcp_state *t = &m->liveness->network.tcp;
	struct tcp_counters v = { 0 };

	if (tcp_look(m->liveness->sock, t, now) == -1 ||
	    tcp_counters_look(m->liveness->sock, &v) == -1)
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
fdpass_peek(struct fdpass *m, int64_t now)
{
	static const char late[] = "(what ssh has read)";
	char first[256];
	ssize_t n = recv(m->liveness->sock, first, sizeof first,
	    MSG_PEEK | MSG_DONTWAIT);

	if (n > 0)
		(void)liveness_from_server(m->liveness, now, first, (size_t)n);
	else
		(void)liveness_from_server(m->liveness, now, late,
		    sizeof late - 1);
}

/* True, once, when SSH has begun. */
static bool
fdpass_ssh_begun(struct fdpass *m, bool input, int64_t now)
{
	struct handshake *h = &m->liveness->handshake;
	struct sampling_counters counters;
	const struct sampling_counters *c;

	if (m->sampling.begun)
		return false;
	c = fdpass_counters(m, now, &counters);
	if (c != NULL && sampling_first(&m->sampling, c, input))
		fdpass_peek(m, now);
	if (!sampling_begun(&m->sampling, c, h->state))
		return false;
	handshake_unknown(h);
	liveness_ssh_begun(m->liveness);
	return true;
}

/* Looks for unacknowledged bytes of ssh; liveness then watches them. */
static void
fdpass_look(struct fdpass *m, int64_t now)
{
	struct sampling_counters c;

	if (!fdpass_stall_looks(m))
		liveness_ease_cap(m->liveness);
	if (sampling_wants(&m->sampling, now, fdpass_stall_looks(m)) &&
	    sampling_look(&m->sampling, now, fdpass_counters(m, now, &c),
	    &m->liveness->frozen))
		liveness_unacknowledged(m->liveness, now,
		    m->liveness->network.tcp.unanswered);
}

/*
 * The kernel has ended the connection.  The guard does not read the socket's
 * error, because ssh must get it.  A long silence shows a dead path, too.
 */
static void
fdpass_over(struct fdpass *m, int64_t now)
{
	struct tcp_state *t = &m->liveness->network.tcp;

	m->over = true;
	m->reset = tcp_look(m->liveness->sock, t, now) == -1 ||
	    stall_reset(&m->liveness->keepalive, t->heard);
	if (!m->reset)
		(void)liveness_failed(m->liveness, ETIMEDOUT, now);
}

/* Call after the wait.  True, once, when SSH has begun. */
static bool
fdpass_step(struct fdpass *m, const struct loop *l)
{
	short seen = loop_ready(l, m->slot);
	bool first = fdpass_ssh_begun(m, (seen & POLLIN) != 0, l->now);

	fdpass_look(m, l->now);
	if (seen & ENDED)
		liveness_closed(m->liveness, l->now);
	if (seen & (POLLERR | POLLHUP | POLLNVAL))
		fdpass_over(m, l->now);
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
	if (g->ssh.pid == 0 || g->ssh.pidfd == -1 || !g->ssh.seen) {
		log_detail(g->log, "%s: cannot find the ssh process: only "
		    "the kernel monitors this connection", g->o->host);
		return -1;
	}
	report_settle(&g->report);
	return fork();
}

static void
fdpass_run(struct guard *g)
{
	struct fdpass m = { .liveness = &g->liveness };

	sampling_start(&m.sampling, g->o->silence_limit, g->loop.now);
	while (!m.over && !g->dismissed) {
		guard_begin_turn(g);
		fdpass_enter(&m, &g->loop);
		if (guard_wait(g) == -1)
			return;
		report_sample(g);
		if (fdpass_step(&m, &g->loop)) {
			ssh_process_learn(&g->ssh);
			report_event(&g->report, EVENT_BANNER, CAUSE_UNKNOWN,
			    NULL);
		}
		if (g->liveness.verdict.cause != CAUSE_UNKNOWN ||
		    liveness_dead(&g->liveness, &g->loop))
			break;
	}
	if (m.reset)
		liveness_closed(&g->liveness, g->loop.now);
}

int
fdpass_socket(struct guard *g)
{
	pid_t pid;

	ssh_process_passed(&g->ssh, g->sock, fd_send_to(STDOUT_FILENO));
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
	g->passed = g->path.sampled = true;
	guard_confine(g, sandbox_relay);
	fdpass_run(g);
	report_end(g);
	return guard_exit(g);
}
