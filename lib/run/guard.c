/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "run/counters.h"
#include "run/guarding.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/handover.h"
#include "sys/sandbox.h"
#include "sys/signals.h"
#include "sys/tcp.h"

enum { FAILED = 255 };

void
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

int
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

void
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

void
guard_observe(struct guard *g)
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
}

void
guard_connected(struct guard *g)
{
	guard_observe(g);
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
		status = pass_socket(&g);
	} else {
		owner_open(&g.owner, STDIN_FILENO);
		if (guard_join(&g) == 0) {
			guard_connected(&g);
			carry_bytes(&g);
			status = farewell(&g);
		}
	}
	relay_close(&g.up);
	relay_close(&g.down);
	owner_close(&g.owner);
	report_close(&g.report);
	return status;
}
