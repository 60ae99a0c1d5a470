/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/fd_send.h"
#include "sys/sandbox.h"
#include "sys/signals.h"
#include "tunnel-guard/guard_internal.h"

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
			carry_bytes(&g);
			status = guard_exit(&g);
		}
	}
	relay_close(&g.up);
	relay_close(&g.down);
	ssh_process_close(&g.owner);
	report_close(&g.report);
	return status;
}
