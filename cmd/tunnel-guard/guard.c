/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/fd_send.h"
#include "sys/peer.h"
#include "sys/sandbox.h"
#include "sys/signals.h"
#include "sys/tcp.h"
#include "tunnel-guard/guard.h"
#include "tunnel-guard/report.h"

enum { FAILED = 255 };

/* --- connect --- */

/* Starts the command.  Returns 0, or -1. */
static int
guard_wrap(struct guard *g)
{
	if (fd_send_asked(STDOUT_FILENO)) {
		report_failed(&g->report, CAUSE_OTHER, "%s: -c cannot "
		    "pass a socket to ssh (set ProxyUseFdpass no)",
		    g->o->host);
		return -1;
	}
	if (command_open(&g->wrap, g->o->command) == -1) {
		report_failed(&g->report, CAUSE_OTHER, "%s: cannot start: %s",
		    g->o->host, strerror(errno));
		return -1;
	}
	(void)!chdir("/");
	log_detail(g->log, "%s: the command is process %ld", g->o->host,
	    (long)g->wrap.pid);
	return 0;
}

/* Connects.  Returns 0; or -1 if that failed, or if ssh has ended. */
static int
guard_dial(struct guard *g)
{
	struct connection *r = &g->reach;
	bool confined = false;

	*r = (struct connection){
		.o = &g->o->reach, .host = g->o->host, .port = g->o->port,
		.report = &g->report, .log = g->log,
	};
	connection_start(r, g->loop.now, g->o->deadline);
	while (r->state < CONNECTION_DONE && !g->left) {
		guard_watch(g);
		connection_watch(r, &g->loop);
		if (guard_wait(g) == -1)
			break;
		if (!g->left)
			(void)connection_step(r, &g->loop);
		/* It takes as long as a round trip: not before the first. */
		if (!confined)
			guard_confine(g, sandbox_dial);
		confined = true;
	}
	connection_close(r);
	g->sock = r->sock;
	return r->state == CONNECTION_DONE ? 0 : -1;
}

/* --- the guard --- */

/*
 * Moves the guard to its own process group, unless it reads the terminal.  ^C
 * and ^Z are for ssh, which tells the guard; ssh -f must outlive the script
 * that started it.  The guard makes no session of its own: the scheduler would
 * weigh it against ssh's session (autogroup), and each would wait for the
 * other.  The guard also leaves its directory, so that the user can unmount
 * that file system.
 */
static void
guard_alone(void)
{
	if (!isatty(STDIN_FILENO) && setpgid(0, 0) == 0)
		(void)signal(SIGTTOU, SIG_IGN);	/* to print in background */
	(void)!chdir("/");
}

static int
guard_open(struct guard *g)
{
	/* A command may use the terminal: the guard stays and catches these. */
	static const int sig[] = { SIGHUP, SIGUSR1, SIGNALS_INFO,
	    SIGINT, SIGQUIT, SIGTSTP };
	bool wraps = g->o->command != NULL;

	*g = (struct guard){
		.o = g->o, .log = g->log, .sock = -1,
		.up.out = -1, .down.out = STDOUT_FILENO,
		.owner = { .pidfd = -1, .end = -1, .number = -1 },
		.limits = { .banner = g->o->deadline,
		    .deadline = g->o->deadline, .hasty = g->o->hasty,
		    .command = wraps },
	};
	if (!wraps)
		guard_alone();
	descriptors_hold_null();
	g->signals = signals_open(sig, wraps ? sizeof sig / sizeof *sig : 3);
	if (g->signals == -1 || descriptors_nonblock(STDIN_FILENO) == -1 ||
	    descriptors_nonblock(STDOUT_FILENO) == -1)
		return -1;
	g->loop.now = clock_now();
	traffic_start(&g->traffic, g->loop.now);
	return 0;
}

/* Opens both relays between ssh's pipes and the server or the command. */
static int
guard_join(struct guard *g)
{
	bool wraps = g->o->command != NULL;

	if (relay_open(&g->up, STDIN_FILENO, wraps ? g->wrap.to : g->sock,
	    STDIN_FILENO) == -1 ||
	    relay_open(&g->down, wraps ? g->wrap.from : g->sock,
	    STDOUT_FILENO, STDOUT_FILENO) == -1) {
		report_failed(&g->report, CAUSE_OTHER, "cannot start: %s",
		    strerror(errno));
		return -1;
	}
	return 0;
}

int
guard_run(const struct guard_options *o, const struct log *log)
{
	struct guard g = { .o = o, .log = log };
	int status = FAILED;

	if (guard_open(&g) == -1) {
		log_say(log, "cannot start: %s", strerror(errno));
		return FAILED;
	}
	report_open(&g.report, log, o->supervisor, o->attempt, o->host,
	    o->port);
	if ((o->command != NULL ? guard_wrap(&g) : guard_dial(&g)) == -1)
		return FAILED;
	if (g.sock != -1 && (o->pass || fd_send_asked(STDOUT_FILENO))) {
		status = fdpass_socket(&g);
	} else {
		ssh_process_open(&g.owner, STDIN_FILENO);
		if (guard_join(&g) == 0) {
			guard_connected(&g);
			guard_relay(&g);
			report_end(&g);
			status = guard_exit(&g);
		}
	}
	relay_close(&g.up);
	relay_close(&g.down);
	ssh_process_close(&g.owner);
	report_close(&g.report);
	return status;
}

/* --- every phase --- */

enum {
	PACKETS = 8,		/* packets from the supervisor at a time */
	SIGNALS = 64		/* signals at a time */
};

void
guard_watch(struct guard *g)
{
	loop_begin(&g->loop);
	g->signals_slot = loop_watch_rare(&g->loop, g->signals, POLLIN);
	g->gone_slot = loop_watch_rare(&g->loop, g->down.out, 0);
	g->supervisor_slot = loop_watch_rare(&g->loop, g->report.supervisor,
	    POLLIN);
	g->owner_slot = loop_watch_rare(&g->loop, g->owner.pidfd, POLLIN);
}

/*
 * ssh -f went to the background and closed its standard error.  The guard must
 * close it, too: otherwise the reader of a pipe there, as in
 * $(ssh -f ... 2>&1), waits forever.  Always returns false.
 */
static bool
guard_backgrounded(void)
{
	if (descriptors_is_pipe(STDERR_FILENO))
		(void)descriptors_null(STDERR_FILENO);
	return false;
}

/* ssh dismisses its ProxyCommand with SIGHUP, after its last output. */
static void
guard_signals(struct guard *g)
{
	int i, sig;

	for (i = 0; i < SIGNALS && (sig = signals_take(g->signals)) != 0; i++)
		if (sig == SIGHUP)
			g->left = true;
		else if (sig == SIGNALS_INFO || sig == SIGUSR1)
			report_traffic(&g->traffic, g->watched ? &g->watch :
			    NULL, g->passed, &g->report, g->o->host,
			    g->loop.now);
}

static void
guard_hear(struct guard *g, const struct event *e)
{
	if (e->kind == EVENT_LOGIN && g->watched)
		frozen_login(&g->watch.frozen);
	if (e->kind != EVENT_WAIT ||
	    !handshake_limit_banner(&g->limits, e->wait))
		return;
	if (g->watched)
		(void)handshake_limit_banner(&g->watch.handshake.limits,
		    e->wait);
	log_detail(g->log, "%s: sshp sets the timeout for the banner to %llds",
	    g->o->host, (long long)e->wait / 1000);
}

/* Reads from the supervisor; after its end the guard tells the user itself. */
static void
guard_told(struct guard *g)
{
	char text[EVENT_SIZE];
	struct event e;
	ssize_t n = -1;
	int turns;

	for (turns = 0; turns < PACKETS; turns++) {
		if ((n = peer_take(g->report.supervisor, text, sizeof text)) <=
		    0)
			break;
		if (event_decode(&e, text, (size_t)n) == 0)
			guard_hear(g, &e);
	}
	if (n == 0 || (n == -1 && errno != EAGAIN))
		report_close(&g->report);
}

int
guard_wait(struct guard *g)
{
	if (loop_wait(&g->loop) == -1)
		return -1;
	if (loop_ready(&g->loop, g->signals_slot))
		guard_signals(g);
	if (loop_ready(&g->loop, g->supervisor_slot))
		guard_told(g);
	if (loop_ready(&g->loop, g->gone_slot))
		g->left = true;
	else if (loop_ready(&g->loop, g->owner_slot))
		g->left = ssh_process_follow(&g->owner) || guard_backgrounded();
	return 0;
}

void
guard_confine(const struct guard *g, int (*how)(void))
{
	if (how() == -1)
		log_detail(g->log, "%s: no sandbox: %s", g->o->host,
		    strerror(errno));
}

void
guard_observe(struct guard *g)
{
	g->watching = (struct liveness_options){
		.host = g->o->host,
		.patience = g->o->patience,
		.alive = g->o->alive,
		.limits = g->limits,
		.far = g->o->reach.via != NULL,
		.hasty = g->o->hasty,
	};
	if (g->sock != -1)
		tcp_nodelay(g->sock);
	liveness_open(&g->watch, &g->watching, g->log, &g->owner, g->sock,
	    g->loop.now);
	traffic_start(&g->traffic, g->loop.now);
	g->watched = true;
}

void
guard_connected(struct guard *g)
{
	guard_observe(g);
	if (g->owner.pid != 0)
		log_detail(g->log, "%s: ssh is process %ld%s", g->o->host,
		    (long)g->owner.pid, g->owner.pidfd != -1 ? "" :
		    "; this kernel has no pidfd, so only its pipes show when "
		    "it exits");
	else if (g->owner.pipe[0] == '\0')
		log_detail(g->log, "%s: cannot find the ssh process in /proc: "
		    "tunnel-guard will send it no signal", g->o->host);
	else
		log_detail(g->log, "%s: the parent process is not ssh; ssh "
		    "will be searched for when needed", g->o->host);
}

/* --- the relay of the bytes --- */

enum {
	READS = 16,		/* reads of one direction before the other */
	MORE = 4096		/* a read of this size may have left more */
};

/* True if the socket failed: a dead path, or a RST. */
static bool
carry_broken(struct guard *g)
{
	int error = g->up.flow.broken ? g->up.error :
	    g->down.in_failed ? g->down.error : 0;

	/* A command that reads no more may still write. */
	if (error == EPIPE && g->o->command != NULL)
		return false;
	if (error != 0 && !liveness_failed(&g->watch, error, g->loop.now))
		report_end_text(g, EVENT_CLOSED, CAUSE_BY_SERVER,
		    strerror(error));
	return error != 0;
}

static void
carry_up(struct guard *g)
{
	size_t n = MORE, went;
	int i;

	for (i = 0; i < READS && n >= MORE; i++) {
		n = relay_fill(&g->up, g->loop.now);
		liveness_went(&g->watch, g->loop.now, g->up.buf, n);
		went = relay_drain(&g->up);
		traffic_sent(&g->traffic, went, g->loop.now);
		if (went == 0)
			break;
		liveness_sent(&g->watch, g->loop.now);
	}
	if (g->up.flow.passed)
		liveness_sent(&g->watch, g->loop.now);
}

/* After the handshake, the guard no longer needs to see the bytes. */
static void
carry_unseen(struct guard *g)
{
	if (g->watch.handshake.state != HANDSHAKE_KEYED || g->down.splices)
		return;
	relay_unseen(&g->up);
	relay_unseen(&g->down);
}

/* Tells the supervisor before ssh, because ssh may then end at once. */
static void
carry_closed(struct guard *g)
{
	if (g->told || !g->down.flow.ended || g->down.in_failed ||
	    g->o->command != NULL)
		return;
	g->told = true;
	report_event(&g->report, EVENT_CLOSED, CAUSE_BY_SERVER, NULL);
}

static void
carry_down(struct guard *g)
{
	size_t n = MORE, went = 1;
	bool took = false;
	int i;

	for (i = 0; i < READS && n >= MORE && went > 0; i++) {
		n = relay_fill(&g->down, g->loop.now);
		if (g->wrap.pid != 0 && n > 0 && !g->heard)
			report_event(&g->report, EVENT_CONNECTED, CAUSE_UNKNOWN,
			    NULL);
		g->heard = g->heard || n > 0;
		if (liveness_came(&g->watch, g->loop.now, g->down.buf, n))
			report_event(&g->report, EVENT_BANNER, CAUSE_UNKNOWN,
			    NULL);
		carry_closed(g);
		went = relay_drain(&g->down);
		traffic_received(&g->traffic, went, g->loop.now);
		took = took || went > 0;
	}
	liveness_waits(&g->watch, g->loop.now, g->down.flow.held > 0 ||
	    g->down.full, took);
	carry_unseen(g);
	if (g->down.flow.passed)
		liveness_closed(&g->watch, g->loop.now);
}

void
guard_relay(struct guard *g)
{
	bool over = false;

	guard_confine(g, sandbox_relay);
	while (!over) {
		/* After the handshake, no rare descriptor is replaced. */
		loop_busy(&g->loop, g->watch.handshake.state == HANDSHAKE_KEYED);
		guard_watch(g);
		relay_watch(&g->up, &g->loop);
		relay_watch(&g->down, &g->loop);
		liveness_enter(&g->watch, &g->loop);
		if (guard_wait(g) == -1)
			break;
		if (g->left || relay_ready(&g->up, &g->loop))
			carry_up(g);
		if (relay_ready(&g->down, &g->loop))
			carry_down(g);
		over = g->left || carry_broken(g) ||
		    liveness_dead(&g->watch, &g->loop) || g->down.flow.broken ||
		    (flow_over(&g->up.flow) && flow_over(&g->down.flow));
	}
	loop_busy(&g->loop, false);
}
