/* SPDX-License-Identifier: ISC */
/* Closes the connection, and makes sure that the ssh of a dead one ends. */
#include <sys/socket.h>

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "transport/ending.h"
#include "tunnel-guard/guard.h"

enum {
	FAILED = 255,
	GRACE = 2000		/* ssh exits after a closed pipe in less, ms */
};

/*
 * Closes the connection and ssh's input, which nearly always ends ssh.  ssh's
 * output stays open: its end of file shows that ssh has exited.
 */
static void
guard_exit_close(struct guard *g)
{
	liveness_close(&g->liveness);
	/* ssh's children may hold the socket open, too. */
	if (g->passed)
		(void)shutdown(g->sock, SHUT_RDWR);
	if (g->sock != -1)
		close(g->sock);
	if (g->down.out != -1)
		close(g->down.out);
	g->down.out = g->sock = -1;
	if (g->o->command != NULL) {
		g->command.to = g->up.out;
		command_close(&g->command);
	}
}

static void
guard_exit_signal(struct guard *g, int sig, const char *name)
{
	pid_t pid = 0;
	char line[400];

	if (ssh_process_signal(&g->ssh, sig, &pid) <= 0)
		return;
	snprintf(line, sizeof line, "%s: ssh (process %ld) did not exit; "
	    "sent %s", g->o->host, (long)pid, name);
	report_log(&g->report, line);
}

/*
 * Waits, and discards a part of ssh's output.  Sets *ended at its end of file.
 * Returns 0, or -1.
 */
static int
guard_exit_wait(struct guard *g, bool *ended)
{
	char unwanted[16384];
	int slot = loop_watch(&g->loop, *ended ? -1 : STDIN_FILENO, POLLIN);

	if (guard_wait(g) == -1)
		return -1;
	*ended = *ended || (loop_ready(&g->loop, slot) && descriptors_read(
	    STDIN_FILENO, unwanted, sizeof unwanted) == 0);
	return 0;
}

/* Makes sure that ssh exits after its input was closed. */
static void
guard_exit_escalate(struct guard *g)
{
	enum ending_order order = ENDING_WAIT;
	bool ended = g->passed;
	struct ending e;

	ending_start(&e, g->loop.now, GRACE);
	while (order != ENDING_DONE) {
		order = ending_step(&e, g->loop.now,
		    liveness_ssh(&g->liveness));
		if (order == ENDING_TERM)
			guard_exit_signal(g, SIGTERM, "SIGTERM");
		else if (order == ENDING_KILL)
			guard_exit_signal(g, SIGKILL, "SIGKILL");
		if (order == ENDING_DONE)
			break;
		guard_begin_turn(g);
		loop_lower(&g->loop, e.timer);
		if (guard_exit_wait(g, &ended) == -1)
			break;
	}
}

int
guard_exit(struct guard *g)
{
	bool dead = g->liveness.verdict.cause != CAUSE_UNKNOWN;

	guard_exit_close(g);
	if (!dead)
		return g->up.error != 0 || g->down.in_failed ||
		    (g->o->command != NULL && !g->received) ? FAILED : 0;
	g->signals = -1;
	guard_exit_escalate(g);
	return FAILED;
}
