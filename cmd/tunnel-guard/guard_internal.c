/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/peer.h"
#include "sys/signals.h"
#include "sys/tcp.h"
#include "tunnel-guard/counters.h"
#include "tunnel-guard/guard_internal.h"

enum {
	LEAST = 1000, MOST = 600000, /* limits of a banner timeout, ms */
	TURNS = 8,		/* packets from the supervisor at a time */
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
			counters_tell(&g->traffic, g->watched ? &g->watch :
			    NULL, g->passed, &g->report, g->o->host,
			    g->loop.now);
}

static void
guard_hear(struct guard *g, const struct event *e)
{
	if (e->kind == EVENT_LOGIN && g->watched)
		frozen_login(&g->watch.frozen);
	/* A command may take any time before its server sends the banner. */
	if (e->kind != EVENT_WAIT || e->wait < LEAST || e->wait > MOST ||
	    g->o->command != NULL)
		return;
	g->banner = g->watching.banner = e->wait;
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

	for (turns = 0; turns < TURNS; turns++) {
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
		.deadline = g->o->deadline,
		.banner = g->banner != 0 ? g->banner : g->o->deadline,
		.alive = g->o->alive,
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
