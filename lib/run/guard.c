/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "link/ending.h"
#include "link/tally.h"
#include "link/verdict.h"
#include "run/counters.h"
#include "run/guard.h"
#include "run/monitor.h"
#include "run/reach.h"
#include "run/relay.h"
#include "run/report.h"
#include "run/watch.h"
#include "run/wrap.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/handover.h"
#include "sys/loop.h"
#include "sys/owner.h"
#include "sys/sandbox.h"
#include "sys/signals.h"
#include "sys/tcp.h"

enum {
	FAILED = 255,
	GRACE = 2000,		/* ssh leaves a closed pipe in less, ms */
	LAST_WORDS = 200,	/* a command that closed is soon gone, ms */
	TURNS = 16,		/* reads of one direction before the other's */
	MORE = 4096		/* a read of so much may not have been all */
};

struct guard {
	const struct guard_options *o;
	const struct log *log;
	struct report report;
	struct loop loop;
	int signals;		/* to be taken from here */
	int signals_slot, gone_slot, owner_slot;
	struct owner owner;
	struct reach reach;
	int sock;		/* to the server; or -1 */
	struct wrap wrap;	/* the command, with -c */
	struct relay up, down;	/* ssh to server, server to ssh */
	struct watch_options watching;
	struct watch watch;
	struct tally tally;
	bool passed;		/* ssh has the socket itself */
	bool watched;		/* there is a connection */
	bool heard;		/* something came from the server */
	bool told;		/* the keeper, that the server closed */
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
	g->signals_slot = loop_watch(&g->loop, g->signals, POLLIN);
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

/* Hangup is how ssh dismisses its helper, after its last words. */
static void
guard_signals(struct guard *g)
{
	int sig;

	while ((sig = signals_take(g->signals)) != 0)
		if (sig == SIGHUP)
			g->left = true;
		else if (sig == SIGNALS_INFO || sig == SIGUSR1)
			counters_tell(&g->tally, g->watched ? &g->watch : NULL,
			    g->passed, &g->report, g->o->host, g->loop.now);
}

static int
guard_wait(struct guard *g)
{
	if (loop_wait(&g->loop) == -1)
		return -1;
	if (loop_ready(&g->loop, g->signals_slot))
		guard_signals(g);
	if (loop_ready(&g->loop, g->gone_slot))
		g->left = true;
	else if (loop_ready(&g->loop, g->owner_slot))
		g->left = owner_follow(&g->owner) || guard_backgrounded();
	return 0;
}

/* Gives up what is not needed any more, if this system can. */
static void
guard_confine(const struct guard *g, int (*how)(void))
{
	if (how() == -1)
		log_detail(g->log, "%s: no sandbox: %s", g->o->host,
		    strerror(errno));
}

/* --- connect --- */

/* Starts the command; -1 if that failed. */
static int
guard_wrap(struct guard *g)
{
	if (handover_asked(STDOUT_FILENO)) {
		report_failed(&g->report, EVENT_OTHER, "%s: a command's "
		    "connection can not be passed (ProxyUseFdpass no)",
		    g->o->host);
		return -1;
	}
	if (wrap_open(&g->wrap, g->o->command) == -1) {
		report_failed(&g->report, EVENT_OTHER, "%s: start: %s",
		    g->o->host, strerror(errno));
		return -1;
	}
	(void)!chdir("/");
	log_detail(g->log, "%s: the command is process %ld", g->o->host,
	    (long)g->wrap.pid);
	return 0;
}

/* Connects; -1 if that failed, or ssh has left. */
static int
guard_dial(struct guard *g)
{
	struct reach *r = &g->reach;
	bool confined = false;

	*r = (struct reach){
		.o = &g->o->reach, .host = g->o->host, .port = g->o->port,
		.report = &g->report, .log = g->log,
	};
	reach_start(r, g->loop.now, g->o->deadline);
	while (r->state < REACH_DONE && !g->left) {
		guard_watch(g);
		reach_watch(r, &g->loop);
		if (guard_wait(g) == -1)
			break;
		if (!g->left)
			(void)reach_step(r, &g->loop);
		/* It costs as long as a round trip; so not before the first. */
		if (!confined)
			guard_confine(g, sandbox_dial);
		confined = true;
	}
	reach_close(r);
	g->sock = r->sock;
	return r->state == REACH_DONE ? 0 : -1;
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
		.far = g->o->reach.via != NULL,
		.hasty = g->o->hasty,
	};
	if (g->sock != -1)
		tcp_nodelay(g->sock);
	watch_open(&g->watch, &g->watching, g->log, &g->owner, g->sock,
	    g->loop.now);
	tally_start(&g->tally, g->loop.now);
	g->watched = true;
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

	/* A command that reads no more may have more to say. */
	if (error == EPIPE && g->o->command != NULL)
		return false;
	if (error != 0 && !watch_failed(&g->watch, error, g->loop.now))
		guard_say(g, EVENT_CLOSED, EVENT_BY_SERVER, strerror(error));
	return error != 0;
}

/* --- relay --- */

static void
guard_up(struct guard *g)
{
	size_t n = MORE, went;
	int i;

	for (i = 0; i < TURNS && n >= MORE; i++) {
		n = relay_fill(&g->up, g->loop.now);
		watch_went(&g->watch, g->loop.now, g->up.buf, n);
		went = relay_drain(&g->up);
		tally_sent(&g->tally, went, g->loop.now);
		if (went == 0)
			break;
		watch_sent(&g->watch, g->loop.now);
	}
	if (g->up.flow.passed)
		watch_sent(&g->watch, g->loop.now);
}

/* The handshake is done: what else they say is between them. */
static void
guard_unseen(struct guard *g)
{
	if (g->watch.phase.state != PHASE_KEYED || g->down.splices)
		return;
	relay_unseen(&g->up);
	relay_unseen(&g->down);
}

/* The keeper is to know before ssh does, whose end it may see first. */
static void
guard_closed(struct guard *g)
{
	if (g->told || !g->down.flow.ended || g->down.in_failed ||
	    g->o->command != NULL)
		return;
	g->told = true;
	report_event(&g->report, EVENT_CLOSED, EVENT_BY_SERVER, NULL);
}

static void
guard_down(struct guard *g)
{
	size_t n = MORE, went = 1;
	bool took = false;
	int i;

	for (i = 0; i < TURNS && n >= MORE && went > 0; i++) {
		n = relay_fill(&g->down, g->loop.now);
		if (g->wrap.pid != 0 && n > 0 && !g->heard)
			report_event(&g->report, EVENT_CONNECTED, EVENT_NONE,
			    NULL);
		g->heard = g->heard || n > 0;
		if (watch_came(&g->watch, g->loop.now, g->down.buf, n))
			report_event(&g->report, EVENT_BANNER, EVENT_NONE,
			    NULL);
		guard_closed(g);
		went = relay_drain(&g->down);
		tally_received(&g->tally, went, g->loop.now);
		took = took || went > 0;
	}
	watch_waits(&g->watch, g->loop.now, g->down.flow.held > 0 ||
	    g->down.full, took);
	guard_unseen(g);
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
	/* What ssh left running may hold the socket, too. */
	if (g->passed)
		(void)shutdown(g->sock, SHUT_RDWR);
	if (g->sock != -1)
		close(g->sock);
	close(STDIN_FILENO);
	if (g->down.out != -1)
		close(g->down.out);
	g->down.out = g->sock = -1;
	if (g->o->command != NULL) {
		g->wrap.to = g->up.out;
		wrap_close(&g->wrap);
	}
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

/* A command that ended has its own words to say why, but not all do. */
static void
guard_report_command(struct guard *g)
{
	char text[80];

	(void)wrap_text(&g->wrap, text, sizeof text);
	if (!g->heard)
		report_failed(&g->report, EVENT_OTHER,
		    "%s: %s, and no server was heard of", g->o->host, text);
	else
		report_event(&g->report, EVENT_CLOSED, EVENT_BY_SERVER,
		    g->wrap.status == 0 ? NULL : text);
}

/* It ended by itself: who began? */
static void
guard_report_end(struct guard *g)
{
	if (g->o->command != NULL && g->down.flow.ended &&
	    wrap_ended(&g->wrap, LAST_WORDS)) {
		guard_report_command(g);
		return;
	}
	if (g->told || g->up.error != 0 || g->down.in_failed)
		return;
	report_event(&g->report, EVENT_CLOSED, g->watch.closed != SPAN_NEVER ||
	    g->down.flow.ended ? EVENT_BY_SERVER : EVENT_BY_SSH, NULL);
}

/* What the keeper is to remember of a dead path. */
static void
guard_silence(struct guard *g)
{
	int64_t silent = g->watch.verdict.silence;

	if (g->watch.phase.state < PHASE_SSH ||
	    g->watch.verdict.kind == VERDICT_LINGERS)
		return;
	g->report.event.silent = (long)silent;
	if (g->sock != -1 && !g->passed)
		g->report.event.quiet = (long)tally_quiet(&g->tally,
		    g->loop.now, silent);
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
		return g->up.error != 0 || g->down.in_failed ||
		    (g->o->command != NULL && !g->heard) ? FAILED : 0;
	}
	guard_silence(g);
	guard_say(g, EVENT_VERDICT, cause[g->watch.verdict.kind],
	    verdict_text(&g->watch.verdict, text));
	guard_close(g);
	g->signals = -1;
	guard_escalate(g);
	return FAILED;
}

/* --- fdpass --- */

/*
 * ssh waits for us to end before it goes on: a child stays to watch.  Returns
 * 0 in the child.  There is none where nobody could tell it when ssh has
 * left, for then it would keep the connection open for ever.
 */
static pid_t
guard_stay(struct guard *g)
{
	if (g->owner.pid == 0 || g->owner.pidfd == -1 || !g->owner.seen) {
		log_detail(g->log, "%s: which process is ssh can not be told "
		    "here: not watched, but by the kernel", g->o->host);
		return -1;
	}
	report_settle(&g->report);
	return fork();
}

static void
guard_monitor(struct guard *g)
{
	struct monitor m;

	monitor_open(&m, &g->watch, g->loop.now);
	while (!m.over && !g->left) {
		guard_watch(g);
		monitor_enter(&m, &g->loop);
		if (guard_wait(g) == -1)
			return;
		if (monitor_step(&m, &g->loop))
			report_event(&g->report, EVENT_BANNER, EVENT_NONE,
			    NULL);
		if (g->watch.verdict.kind != VERDICT_NONE ||
		    watch_dead(&g->watch, &g->loop))
			break;
	}
	if (m.reset)
		watch_closed(&g->watch, g->loop.now);
}

/* Passes the socket, and stays behind it; the status for ssh or for nobody. */
static int
guard_pass(struct guard *g)
{
	pid_t pid;

	owner_passed(&g->owner, g->sock, handover_to(STDOUT_FILENO));
	guard_connected(g);
	if (handover_send(STDOUT_FILENO, g->sock) == -1) {
		report_failed(&g->report, EVENT_OTHER, "%s: passing the "
		    "socket: %s", g->o->host, strerror(errno));
		return FAILED;
	}
	if ((pid = guard_stay(g)) != 0)
		return 0;
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	g->down.out = -1;
	g->passed = true;
	guard_confine(g, sandbox_relay);
	guard_monitor(g);
	return guard_finish(g);
}

/* --- all of it --- */

/*
 * Out of the terminal's reach: ^C and ^Z are meant for ssh, which tells us;
 * ssh -f must outlive the script that started it.  And out of a file system
 * that somebody may want to unmount.
 */
static void
guard_alone(void)
{
	(void)setsid();
	(void)!chdir("/");
}

static int
guard_open(struct guard *g)
{
	/* A command may ask on the terminal: with it we stay, unimpressed. */
	static const int sig[] = { SIGHUP, SIGUSR1, SIGNALS_INFO,
	    SIGINT, SIGQUIT, SIGTSTP };
	bool wraps = g->o->command != NULL;

	*g = (struct guard){
		.o = g->o, .log = g->log, .sock = -1,
		.up.out = -1, .down.out = STDOUT_FILENO,
		.owner.pidfd = -1,
	};
	if (!wraps)
		guard_alone();
	descriptors_hold_null();
	g->signals = signals_open(sig, wraps ? sizeof sig / sizeof *sig : 3);
	if (g->signals == -1 || descriptors_nonblock(STDIN_FILENO) == -1 ||
	    descriptors_nonblock(STDOUT_FILENO) == -1)
		return -1;
	g->loop.now = clock_now();
	tally_start(&g->tally, g->loop.now);
	return 0;
}

/* Connected: ssh's pipes on one side, the server on the other. */
static int
guard_join(struct guard *g)
{
	bool wraps = g->o->command != NULL;

	if (relay_open(&g->up, STDIN_FILENO, wraps ? g->wrap.to : g->sock,
	    STDIN_FILENO) == -1 ||
	    relay_open(&g->down, wraps ? g->wrap.from : g->sock,
	    STDOUT_FILENO, STDOUT_FILENO) == -1) {
		report_failed(&g->report, EVENT_OTHER, "start: %s",
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
		log_say(log, "start: %s", strerror(errno));
		return FAILED;
	}
	report_open(&g.report, log, o->keeper, o->attempt, o->host, o->port);
	if ((o->command != NULL ? guard_wrap(&g) : guard_dial(&g)) == -1)
		return FAILED;
	if (g.sock != -1 && (o->pass || handover_asked(STDOUT_FILENO))) {
		status = guard_pass(&g);
	} else {
		owner_open(&g.owner, STDIN_FILENO);
		if (guard_join(&g) == 0) {
			guard_connected(&g);
			guard_confine(&g, sandbox_relay);
			guard_relay(&g);
			status = guard_finish(&g);
		}
	}
	relay_close(&g.up);
	relay_close(&g.down);
	owner_close(&g.owner);
	report_close(&g.report);
	return status;
}
