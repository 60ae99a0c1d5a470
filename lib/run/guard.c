/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "link/ending.h"
#include "link/eyeballs.h"
#include "link/verdict.h"
#include "run/guard.h"
#include "run/relay.h"
#include "run/report.h"
#include "run/watch.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/dial.h"
#include "sys/loop.h"
#include "sys/owner.h"
#include "sys/resolve.h"
#include "sys/signals.h"
#include "sys/tcp.h"

enum {
	FAILED = 255,
	GRACE = 2000,		/* ssh leaves a closed pipe in less, ms */
	TURNS = 16,		/* reads of one direction before the other's */
	MORE = 4096		/* a read of so much may not have been all */
};

struct guard {
	const struct guard_options *o;
	const struct log *log;
	struct report report;
	struct loop loop;
	int hangup;		/* readable: ssh sent SIGHUP */
	int hangup_slot, gone_slot, owner_slot;
	struct owner owner;
	struct address addr[RESOLVE_MAX]; /* in the order to try */
	size_t n;
	int sock;
	struct relay up, down;	/* ssh to server, server to ssh */
	struct watch_options watching;
	struct watch watch;
	bool left;		/* ssh has gone, or sent us away */
};

/*
 * What matters in every phase: SIGHUP, and that nobody reads our output any
 * more, which is how an ssh that was killed shows.
 */
static void
guard_watch(struct guard *g)
{
	loop_begin(&g->loop);
	g->hangup_slot = loop_watch(&g->loop, g->hangup, POLLIN);
	g->gone_slot = loop_watch(&g->loop, g->down.out, 0);
	g->owner_slot = loop_watch(&g->loop, g->owner.pidfd, POLLIN);
}

/*
 * ssh -f went to the background and let go of its standard error; so must we,
 * or whoever reads a pipe there, as in $(ssh -f ... 2>&1), waits for ever.
 * Always false.
 */
static bool
guard_backgrounded(void)
{
	if (descriptors_is_pipe(STDERR_FILENO))
		(void)descriptors_null(STDERR_FILENO);
	return false;
}

static int
guard_wait(struct guard *g)
{
	if (loop_wait(&g->loop) == -1)
		return -1;
	if (loop_ready(&g->loop, g->hangup_slot) ||
	    loop_ready(&g->loop, g->gone_slot))
		g->left = true;
	else if (loop_ready(&g->loop, g->owner_slot))
		g->left = owner_follow(&g->owner) || guard_backgrounded();
	return 0;
}

/* --- resolve --- */

/* Says why there is no connection; always -1. */
static int	guard_failed(struct guard *, enum event_cause,
		    const char *, ...) __attribute__((format(printf, 3, 4)));

static int
guard_failed(struct guard *g, enum event_cause cause, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	report_say(&g->report, EVENT_FAILED, cause, text);
	return -1;
}

static int
guard_unresolved(struct guard *g, const struct resolved *r)
{
	if (r->gai == EAI_SERVICE)
		return guard_failed(g, EVENT_OTHER,
		    "port %s: unknown service", g->o->port);
	return guard_failed(g, r->gai == EAI_NONAME ? EVENT_DNS_NONE :
	    EVENT_DNS_TEMPORARY, "Could not resolve hostname %s: %s",
	    g->o->host, r->gai == EAI_SYSTEM ? strerror(r->error) :
	    gai_strerror(r->gai));
}

static int
guard_ask(struct guard *g, struct resolved *out, int64_t deadline)
{
	struct resolve r;
	int slot, got;

	got = resolve_open(&r, g->o->host, g->o->port, g->o->family, out);
	while (got == 0 && !g->left) {
		guard_watch(g);
		slot = loop_watch(&g->loop, r.fd, POLLIN);
		loop_lower(&g->loop, deadline);
		if (guard_wait(g) == -1)
			break;
		if (loop_ready(&g->loop, slot))
			got = resolve_take(&r, out) == 0 ? 1 : -1;
		else if (g->loop.now >= deadline) {
			errno = ETIMEDOUT;
			break;
		}
	}
	if (got != 1 && !g->left)
		guard_failed(g, EVENT_DNS_TEMPORARY,
		    "Could not resolve hostname %s: %s", g->o->host,
		    strerror(errno));
	resolve_close(&r);
	return got == 1 ? 0 : -1;
}

static int
guard_resolve(struct guard *g, int64_t deadline)
{
	int family[RESOLVE_MAX];
	size_t i, order[RESOLVE_MAX];
	struct resolved found;

	if (guard_ask(g, &found, deadline) == -1)
		return -1;
	if (found.gai != 0)
		return guard_unresolved(g, &found);
	for (i = 0; i < found.n; i++)
		family[i] = found.addr[i].sa.ss_family;
	eyeballs_order(family, found.n, order);
	for (i = 0; i < found.n; i++)
		g->addr[i] = found.addr[order[i]];
	g->n = found.n;
	report_event(&g->report, EVENT_RESOLVED, EVENT_NONE, NULL);
	return 0;
}

/* --- connect --- */

static int
guard_undialled(struct guard *g, const struct dial *d, int error)
{
	char span[SPAN_TEXT];

	if (g->left)
		return -1;
	if (error == EINPROGRESS)
		return guard_failed(g, EVENT_UNANSWERED, "connect to host %s "
		    "port %s: %s (no answer within %s, %zu of %zu addresses "
		    "tried)", g->o->host, g->o->port, strerror(ETIMEDOUT),
		    span_text(g->o->deadline, span), d->tried, d->n);
	return guard_failed(g, error == ECONNREFUSED ? EVENT_REFUSED :
	    EVENT_UNANSWERED, "connect to host %s port %s: %s", g->o->host,
	    g->o->port, strerror(error));
}

static int
guard_dial(struct guard *g, int64_t deadline)
{
	char text[ADDRESS_TEXT], span[SPAN_TEXT];
	int64_t began = g->loop.now, renew = began + eyeballs_renew(0);
	struct dial d;
	int error = EINPROGRESS, round = 0;

	dial_open(&d, g->addr, g->n, EYEBALLS_DELAY, began);
	while (!g->left && g->loop.now < deadline) {
		guard_watch(g);
		dial_watch(&d, &g->loop);
		loop_lower(&g->loop, deadline);
		loop_lower(&g->loop, renew);
		if (guard_wait(g) == -1)
			break;
		g->sock = dial_step(&d, &g->loop);
		error = errno;
		if (g->sock != -1 || error != EINPROGRESS)
			break;
		if (g->loop.now >= renew) {
			dial_again(&d, g->loop.now);
			renew = g->loop.now + eyeballs_renew(++round);
		}
	}
	dial_close(&d);
	if (g->sock == -1)
		return guard_undialled(g, &d, error);
	report_event(&g->report, EVENT_CONNECTED, EVENT_NONE,
	    address_text(&g->addr[d.won], text));
	log_detail(g->log, "%s: connected to %s port %s in %s", g->o->host,
	    text, g->o->port,
	    span_text(g->loop.now - began, span));
	return 0;
}

/* --- watch --- */

static void
guard_connected(struct guard *g)
{
	g->watching = (struct watch_options){
		.host = g->o->host,
		.patience = g->o->patience,
		.deadline = g->o->deadline,
		.alive = g->o->alive,
		.hasty = g->o->hasty,
	};
	tcp_nodelay(g->sock);
	watch_open(&g->watch, &g->watching, g->log, &g->owner, g->sock,
	    g->loop.now);
	if (g->owner.pid != 0)
		log_detail(g->log, "%s: ssh is process %ld%s", g->o->host,
		    (long)g->owner.pid, g->owner.pidfd != -1 ? "" :
		    "; its end will show by its pipes alone, for this kernel "
		    "has no pidfd");
	else if (g->owner.pipe[0] == '\0')
		log_detail(g->log, "%s: /proc does not tell who ssh is: it "
		    "will be sent no signal", g->o->host);
	else
		log_detail(g->log, "%s: our parent does not hold our pipe; "
		    "ssh will be looked for when it must be", g->o->host);
}

/* Says "host: text". */
static void
guard_say(struct guard *g, enum event_kind kind, enum event_cause cause,
    const char *text)
{
	char line[VERDICT_TEXT + 300];

	report_event(&g->report, kind, cause, text);
	snprintf(line, sizeof line, "%s: %s", g->o->host, text);
	report_log(&g->report, line);
}

/* True if the socket failed: by a dead path, or the peer's reset. */
static bool
guard_broken(struct guard *g)
{
	int error = g->up.flow.broken ? g->up.error :
	    g->down.in_failed ? g->down.error : 0;

	if (error != 0 && !watch_failed(&g->watch, error, g->loop.now))
		guard_say(g, EVENT_CLOSED, EVENT_BY_SERVER, strerror(error));
	return error != 0;
}

/* --- relay --- */

static void
guard_up(struct guard *g)
{
	size_t n = MORE;
	int i;

	for (i = 0; i < TURNS && n >= MORE; i++) {
		n = relay_fill(&g->up, g->loop.now);
		watch_went(&g->watch, g->loop.now, g->up.buf, n);
		if (relay_drain(&g->up) == 0)
			break;
		watch_sent(&g->watch, g->loop.now);
	}
	if (g->up.flow.passed)
		watch_sent(&g->watch, g->loop.now);
}

static void
guard_down(struct guard *g)
{
	size_t n = MORE;
	int i;

	for (i = 0; i < TURNS && n >= MORE; i++) {
		n = relay_fill(&g->down, g->loop.now);
		if (watch_came(&g->watch, g->loop.now, g->down.buf, n))
			report_event(&g->report, EVENT_BANNER, EVENT_NONE,
			    NULL);
		if (relay_drain(&g->down) == 0)
			break;
	}
	watch_waits(&g->watch, g->loop.now, g->down.flow.held);
	if (g->down.flow.passed)
		watch_closed(&g->watch, g->loop.now);
}

/* Moves bytes until the connection is over, dead, or ssh has left. */
static void
guard_relay(struct guard *g)
{
	bool over = false;

	while (!over) {
		guard_watch(g);
		relay_watch(&g->up, &g->loop);
		relay_watch(&g->down, &g->loop);
		watch_enter(&g->watch, &g->loop);
		if (guard_wait(g) == -1)
			return;
		if (g->left || relay_ready(&g->up, &g->loop))
			guard_up(g);
		if (relay_ready(&g->down, &g->loop))
			guard_down(g);
		over = g->left || guard_broken(g) ||
		    watch_dead(&g->watch, &g->loop) || g->down.flow.broken ||
		    (flow_over(&g->up.flow) && flow_over(&g->down.flow));
	}
}

/* --- end --- */

/* Closing is what ends ssh, in nearly every case. */
static void
guard_close(struct guard *g)
{
	watch_close(&g->watch);
	if (g->sock != -1)
		close(g->sock);
	close(STDIN_FILENO);
	if (g->down.out != -1)
		close(g->down.out);
	g->down.out = g->sock = -1;
}

static void
guard_signal(struct guard *g, int sig, const char *name)
{
	pid_t pid = 0;

	char line[400];

	if (owner_signal(&g->owner, sig, &pid) <= 0)
		return;
	snprintf(line, sizeof line, "%s: ssh (process %ld) did not leave by "
	    "itself; sent %s", g->o->host, (long)pid, name);
	report_log(&g->report, line);
}

static enum ending_ssh
guard_ssh(const struct guard *g)
{
	static const enum ending_ssh as[] = {
		[OWNER_GONE] = SSH_LEFT,
		[OWNER_STOPPED] = SSH_STOPPED,
		[OWNER_THERE] = SSH_THERE,
	};

	return as[owner_state(&g->owner)];
}

/* Sees to it that ssh leaves, now that its pipes are closed. */
static void
guard_escalate(struct guard *g)
{
	enum ending_order order = ENDING_WAIT;
	struct ending e;

	ending_start(&e, g->loop.now, GRACE);
	while (order != ENDING_DONE) {
		order = ending_step(&e, g->loop.now, guard_ssh(g));
		if (order == ENDING_TERM)
			guard_signal(g, SIGTERM, "SIGTERM");
		else if (order == ENDING_KILL)
			guard_signal(g, SIGKILL, "SIGKILL");
		if (order == ENDING_DONE)
			break;
		guard_watch(g);
		loop_lower(&g->loop, e.timer);
		if (guard_wait(g) == -1)
			break;
	}
}

/* It ended by itself: who began? */
static void
guard_report_end(struct guard *g)
{
	if (g->up.error != 0 || g->down.in_failed)
		return;
	report_event(&g->report, EVENT_CLOSED, g->watch.closed != SPAN_NEVER ||
	    g->down.flow.ended ? EVENT_BY_SERVER : EVENT_BY_SSH, NULL);
}

static int
guard_finish(struct guard *g)
{
	static const enum event_cause cause[] = {
		[VERDICT_BUSY] = EVENT_PATH_DEAD,
		[VERDICT_GIVEN_UP] = EVENT_PATH_DEAD,
		[VERDICT_IDLE] = EVENT_PATH_DEAD,
		[VERDICT_NO_BANNER] = EVENT_NO_BANNER,
		[VERDICT_NOT_SSH] = EVENT_NOT_SSH,
		[VERDICT_LINGERS] = EVENT_LINGERS,
		[VERDICT_GONE] = EVENT_ADDRESS_GONE,
		[VERDICT_MOVED] = EVENT_ROUTE_MOVED,
		[VERDICT_RESUMED] = EVENT_RESUMED,
		[VERDICT_RETURNED] = EVENT_PATH_DEAD,
		[VERDICT_STUCK] = EVENT_HANDSHAKE_STUCK,
		[VERDICT_FROZEN] = EVENT_PEER_FROZEN,
		[VERDICT_WEDGED] = EVENT_SSH_WEDGED,
	};
	char text[VERDICT_TEXT];

	/* The keeper is to know before it sees ssh end. */
	if (g->watch.verdict.kind == VERDICT_NONE) {
		guard_report_end(g);
		guard_close(g);
		return g->up.error != 0 || g->down.in_failed ? FAILED : 0;
	}
	guard_say(g, EVENT_VERDICT, cause[g->watch.verdict.kind],
	    verdict_text(&g->watch.verdict, text));
	guard_close(g);
	g->hangup = -1;
	guard_escalate(g);
	return FAILED;
}

static int
guard_open(struct guard *g)
{
	static const int hangup = SIGHUP;

	*g = (struct guard){
		.o = g->o, .log = g->log, .sock = -1,
		.up.out = -1, .down.out = STDOUT_FILENO,
		.owner.pidfd = -1,
	};
	/*
	 * Out of the terminal's reach: ^C and ^Z are meant for ssh, which
	 * tells us; ssh -f must outlive the script that started it.  And out
	 * of a file system that somebody may want to unmount.
	 */
	(void)setsid();
	(void)!chdir("/");
	/* How ssh dismisses its helper, after its last words. */
	if ((g->hangup = signals_open(&hangup, 1)) == -1 ||
	    descriptors_nonblock(STDIN_FILENO) == -1 ||
	    descriptors_nonblock(STDOUT_FILENO) == -1)
		return -1;
	g->loop.now = clock_now();
	return 0;
}

int
guard_run(const struct guard_options *o, const struct log *log)
{
	struct guard g = { .o = o, .log = log };
	int64_t deadline;
	int status = FAILED;

	if (guard_open(&g) == -1) {
		log_say(log, "start: %s", strerror(errno));
		return FAILED;
	}
	report_open(&g.report, log, o->keeper, o->attempt, o->host, o->port);
	deadline = g.loop.now + o->deadline;
	if (guard_resolve(&g, deadline) == -1 ||
	    guard_dial(&g, deadline) == -1)
		return FAILED;
	owner_open(&g.owner, STDIN_FILENO);
	if (relay_open(&g.up, STDIN_FILENO, g.sock, STDIN_FILENO) == -1 ||
	    relay_open(&g.down, g.sock, STDOUT_FILENO, STDOUT_FILENO) == -1) {
		guard_failed(&g, EVENT_OTHER, "start: %s", strerror(errno));
	} else {
		guard_connected(&g);
		guard_relay(&g);
		status = guard_finish(&g);
	}
	relay_close(&g.up);
	relay_close(&g.down);
	owner_close(&g.owner);
	report_close(&g.report);
	return status;
}
