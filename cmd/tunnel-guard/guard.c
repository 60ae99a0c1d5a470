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
guard_run_command(struct guard *g)
{
	if (fd_send_asked(STDOUT_FILENO)) {
		report_failed(&g->report, CAUSE_OTHER, "%s: -c cannot "
		    "pass a socket to ssh (set ProxyUseFdpass no)",
		    g->o->host);
		return -1;
	}
	if (command_open(&g->command, g->o->command) == -1) {
		report_failed(&g->report, CAUSE_OTHER, "%s: cannot start: %s",
		    g->o->host, strerror(errno));
		return -1;
	}
	(void)!chdir("/");
	log_detail(g->log, "%s: the command is process %ld", g->o->host,
	    (long)g->command.pid);
	return 0;
}

/* Connects.  Returns 0; or -1 if that failed, or if ssh has ended. */
static int
guard_connect(struct guard *g)
{
	struct connection *r = &g->connection;
	bool confined = false;

	*r = (struct connection){
		.o = &g->o->connection, .host = g->o->host, .port = g->o->port,
		.report = &g->report, .log = g->log,
	};
	connection_start(r, g->loop.now, g->o->deadline);
	while (r->state < CONNECTION_DONE && !g->dismissed) {
		guard_begin_turn(g);
		connection_watch(r, &g->loop);
		if (guard_wait(g) == -1)
			break;
		if (!g->dismissed)
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
guard_detach(void)
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
		.ssh = { .pidfd = -1, .end = -1, .number = -1 },
		.limits = { .banner = g->o->deadline,
		    .deadline = g->o->deadline, .hasty = g->o->hasty,
		    .command = wraps },
	};
	if (!wraps)
		guard_detach();
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
guard_open_relays(struct guard *g)
{
	bool wraps = g->o->command != NULL;

	if (relay_open(&g->up, STDIN_FILENO, wraps ? g->command.to : g->sock,
	    STDIN_FILENO) == -1 ||
	    relay_open(&g->down, wraps ? g->command.from : g->sock,
	    STDOUT_FILENO, STDOUT_FILENO) == -1) {
		report_failed(&g->report, CAUSE_OTHER, "cannot start: %s",
		    strerror(errno));
		return -1;
	}
	return 0;
}

/* --- the relay of the bytes --- */

enum {
	READS = 16,		/* reads of one direction before the other */
	MORE = 4096		/* a read of this size may have left more */
};

/* True if the socket failed: a dead path, or a RST. */
static bool
guard_relay_failed(struct guard *g)
{
	int error = g->up.flow.broken ? g->up.error :
	    g->down.in_failed ? g->down.error : 0;

	/* A command that reads no more may still write. */
	if (error == EPIPE && g->o->command != NULL)
		return false;
	if (error != 0 && !liveness_failed(&g->liveness, error, g->loop.now))
		report_end_text(g, EVENT_CLOSED, CAUSE_BY_SERVER,
		    strerror(error));
	return error != 0;
}

static void
guard_relay_up(struct guard *g)
{
	size_t n = MORE, went;
	int i;

	for (i = 0; i < READS && n >= MORE; i++) {
		n = relay_fill(&g->up, g->loop.now);
		liveness_from_ssh(&g->liveness, g->loop.now, g->up.buf, n);
		went = relay_drain(&g->up);
		traffic_sent(&g->traffic, went, g->loop.now);
		if (went == 0)
			break;
		liveness_sent(&g->liveness, g->loop.now);
	}
	if (g->up.flow.passed)
		liveness_sent(&g->liveness, g->loop.now);
}

/* After the handshake, the guard no longer needs to see the bytes. */
static void
guard_relay_unseen(struct guard *g)
{
	if (g->liveness.handshake.state != HANDSHAKE_KEYED || g->down.splices)
		return;
	relay_unseen(&g->up);
	relay_unseen(&g->down);
}

/* Tells the supervisor before ssh, because ssh may then end at once. */
static void
guard_relay_closed(struct guard *g)
{
	if (g->close_reported || !g->down.flow.ended || g->down.in_failed ||
	    g->o->command != NULL)
		return;
	g->close_reported = true;
	report_path_before(g, 0);
	report_event(&g->report, EVENT_CLOSED, CAUSE_BY_SERVER, NULL);
}

static void
guard_relay_down(struct guard *g)
{
	size_t n = MORE, went = 1;
	bool took = false;
	int i;

	for (i = 0; i < READS && n >= MORE && went > 0; i++) {
		n = relay_fill(&g->down, g->loop.now);
		if (g->command.pid != 0 && n > 0 && !g->received)
			report_event(&g->report, EVENT_CONNECTED, CAUSE_UNKNOWN,
			    NULL);
		g->received = g->received || n > 0;
		if (liveness_from_server(&g->liveness, g->loop.now,
		    g->down.buf, n))
			report_event(&g->report, EVENT_BANNER, CAUSE_UNKNOWN,
			    NULL);
		guard_relay_closed(g);
		went = relay_drain(&g->down);
		traffic_received(&g->traffic, went, g->loop.now);
		took = took || went > 0;
	}
	liveness_unread(&g->liveness, g->loop.now, g->down.flow.held > 0 ||
	    g->down.full, took);
	guard_relay_unseen(g);
	if (g->down.flow.passed)
		liveness_closed(&g->liveness, g->loop.now);
}

/* Relays until the connection is over or dead, or ssh has ended. */
static void
guard_relay(struct guard *g)
{
	bool over = false;

	guard_confine(g, sandbox_relay);
	while (!over) {
		/* After the handshake, no rare descriptor is replaced. */
		loop_busy(&g->loop,
		    g->liveness.handshake.state == HANDSHAKE_KEYED);
		guard_begin_turn(g);
		relay_watch(&g->up, &g->loop);
		relay_watch(&g->down, &g->loop);
		liveness_enter(&g->liveness, &g->loop);
		if (guard_wait(g) == -1)
			break;
		if (g->dismissed || relay_ready(&g->up, &g->loop))
			guard_relay_up(g);
		if (relay_ready(&g->down, &g->loop))
			guard_relay_down(g);
		report_sample(g);
		over = g->dismissed || guard_relay_failed(g) ||
		    liveness_dead(&g->liveness, &g->loop) ||
		    g->down.flow.broken ||
		    (flow_over(&g->up.flow) && flow_over(&g->down.flow));
	}
	loop_busy(&g->loop, false);
}

/* --- all phases --- */

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
	if ((o->command != NULL ? guard_run_command(&g) :
	    guard_connect(&g)) == -1)
		return FAILED;
	if (g.sock != -1 && (o->pass || fd_send_asked(STDOUT_FILENO))) {
		status = fdpass_socket(&g);
	} else {
		ssh_process_open(&g.ssh, STDIN_FILENO);
		if (guard_open_relays(&g) == 0) {
			guard_connected(&g);
			guard_relay(&g);
			report_end(&g);
			status = guard_exit(&g);
		}
	}
	relay_close(&g.up);
	relay_close(&g.down);
	ssh_process_close(&g.ssh);
	report_close(&g.report);
	return status;
}
