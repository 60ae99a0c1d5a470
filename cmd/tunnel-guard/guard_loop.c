/* SPDX-License-Identifier: ISC */
/*
 * What every phase of the guard does in a turn of its loop: signals, requests
 * of the supervisor, the end of ssh.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "sys/descriptors.h"
#include "sys/peer.h"
#include "sys/signals.h"
#include "sys/tcp.h"
#include "tunnel-guard/guard.h"

enum {
	PACKETS = 8,		/* packets from the supervisor at a time */
	SIGNALS = 64		/* signals at a time */
};

void
guard_begin_turn(struct guard *g)
{
	loop_begin(&g->loop);
	g->signals_slot = loop_watch_rare(&g->loop, g->signals, POLLIN);
	g->output_slot = loop_watch_rare(&g->loop, g->down.out, 0);
	g->supervisor_slot = loop_watch_rare(&g->loop, g->report.supervisor,
	    POLLIN);
	g->ssh_slot = loop_watch_rare(&g->loop, g->ssh.pidfd, POLLIN);
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
			g->dismissed = true;
		else if (sig == SIGNALS_INFO || sig == SIGUSR1)
			report_traffic(&g->traffic, g->connected ?
			    &g->liveness : NULL, g->passed, &g->report,
			    g->o->host, g->loop.now);
}

static void
guard_event(struct guard *g, const struct event *e)
{
	if (e->kind == EVENT_LOGIN && g->connected)
		frozen_login(&g->liveness.frozen);
	if (e->kind == EVENT_PATH && g->connected)
		report_path_figures(g);
	if (e->kind != EVENT_WAIT ||
	    !handshake_limit_banner(&g->limits, e->wait))
		return;
	if (g->connected)
		(void)handshake_limit_banner(&g->liveness.handshake.limits,
		    e->wait);
	log_detail(g->log, "%s: sshp sets the timeout for the banner to %llds",
	    g->o->host, (long long)e->wait / 1000);
}

/* Reads from the supervisor; after its end the guard tells the user itself. */
static void
guard_events(struct guard *g)
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
			guard_event(g, &e);
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
		guard_events(g);
	if (loop_ready(&g->loop, g->output_slot))
		g->dismissed = true;
	else if (loop_ready(&g->loop, g->ssh_slot))
		g->dismissed = ssh_process_follow(&g->ssh) ||
		    guard_backgrounded();
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
guard_start_liveness(struct guard *g)
{
	g->liveness_options = (struct liveness_options){
		.host = g->o->host,
		.silence_limit = g->o->silence_limit,
		.alive = g->o->alive,
		.limits = g->limits,
		.far = g->o->connection.proxy != NULL,
		.hasty = g->o->hasty,
	};
	if (g->sock != -1)
		tcp_nodelay(g->sock);
	liveness_open(&g->liveness, &g->liveness_options, g->log, &g->ssh,
	    g->sock, g->loop.now);
	traffic_start(&g->traffic, g->loop.now);
	path_start(&g->path, g->loop.now, false);
	g->connected = true;
}

void
guard_connected(struct guard *g)
{
	guard_start_liveness(g);
	if (g->ssh.pid != 0)
		log_detail(g->log, "%s: ssh is process %ld%s", g->o->host,
		    (long)g->ssh.pid, g->ssh.pidfd != -1 ? "" :
		    "; this kernel has no pidfd, so only its pipes show when "
		    "it exits");
	else if (g->ssh.pipe[0] == '\0')
		log_detail(g->log, "%s: cannot find the ssh process in /proc: "
		    "tunnel-guard will send it no signal", g->o->host);
	else
		log_detail(g->log, "%s: the parent process is not ssh; ssh "
		    "will be searched for when needed", g->o->host);
}
