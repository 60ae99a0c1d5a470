/* SPDX-License-Identifier: ISC */
/* Passes the connected socket to ssh (ProxyUseFdpass). */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/fd_send.h"
#include "sys/sandbox.h"
#include "tunnel-guard/fdpass_monitor.h"
#include "tunnel-guard/guard_internal.h"

enum { FAILED = 255 };

/*
 * ssh waits for the guard's exit before it goes on, so a child stays to watch.
 * Returns 0 in the child.  If the guard cannot notice ssh's exit, it makes no
 * child, because a child would keep the connection open forever.
 */
static pid_t
fdpass_stay(struct guard *g)
{
	if (g->owner.pid == 0 || g->owner.pidfd == -1 || !g->owner.seen) {
		log_detail(g->log, "%s: cannot find the ssh process: only "
		    "the kernel monitors this connection", g->o->host);
		return -1;
	}
	report_settle(&g->report);
	return fork();
}

static void
fdpass_monitor(struct guard *g)
{
	struct monitor m;

	monitor_open(&m, &g->watch, g->loop.now);
	while (!m.over && !g->left) {
		guard_watch(g);
		monitor_enter(&m, &g->loop);
		if (guard_wait(g) == -1)
			return;
		if (monitor_step(&m, &g->loop)) {
			ssh_process_learn(&g->owner);
			report_event(&g->report, EVENT_BANNER, CAUSE_UNKNOWN,
			    NULL);
		}
		if (g->watch.verdict.cause != CAUSE_UNKNOWN ||
		    liveness_dead(&g->watch, &g->loop))
			break;
	}
	if (m.reset)
		liveness_closed(&g->watch, g->loop.now);
}

int
fdpass_socket(struct guard *g)
{
	pid_t pid;

	ssh_process_passed(&g->owner, g->sock, fd_send_to(STDOUT_FILENO));
	guard_connected(g);
	if (fd_send_send(STDOUT_FILENO, g->sock) == -1) {
		report_failed(&g->report, CAUSE_OTHER, "%s: cannot pass "
		    "the socket: %s", g->o->host, strerror(errno));
		return FAILED;
	}
	if ((pid = fdpass_stay(g)) != 0)
		return 0;
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	g->down.out = -1;
	g->passed = true;
	guard_confine(g, sandbox_relay);
	fdpass_monitor(g);
	return guard_exit(g);
}
