/* SPDX-License-Identifier: ISC */
/* The status of a kept connection, and the events of its history. */
#include <stdio.h>
#include <string.h>

#include "../lib/tap.h"
#include "base/span.h"
#include "supervise/status.h"

static struct status status;
static struct session session;
static struct history_event event[STATUS_EVENTS];
static size_t events;

/* A supervisor that starts at 1000. */
static void
begin(void)
{
	status_start(&status, 1000);
	session = (struct session){ .tunnel = true, .began = 1000,
	    .timer = SPAN_NEVER, .lost = SPAN_NEVER };
}

static bool
orders(enum session_state state, unsigned orders, const char *why,
    int64_t now)
{
	session.state = state;
	return status_orders(&status, &session, orders, why, now, event,
	    &events);
}

static struct control_status
at(int64_t now)
{
	struct control_status s;

	status_fill(&status, &session, now, &s);
	return s;
}

static void
test_up(void)
{
	begin();
	ok(orders(SESSION_TRYING, ORDER_SPAWN, "", 1000) && events == 0,
	    "the first attempt changes the status, and is no event", NULL);
	ok(orders(SESSION_UP, ORDER_TELL_UP, "", 1500) && events == 1 &&
	    event[0].kind == HISTORY_UP && event[0].took == 500 &&
	    event[0].outage == 0,
	    "the history says how long the first login took", NULL);
	ok(at(2500).age == 1000 && at(2500).running == 1500 &&
	    at(2500).up == 1000 && at(2500).attempts == 1,
	    "the status counts the time since the connection is up", NULL);
	ok(!orders(SESSION_UP, 0, "", 2000) && events == 0,
	    "without a change there is neither news nor an event", NULL);
}

static void
test_lost(void)
{
	begin();
	(void)orders(SESSION_TRYING, ORDER_SPAWN, "", 1000);
	(void)orders(SESSION_UP, ORDER_TELL_UP, "", 2000);
	status_event(&status, &(struct event){ .kind = EVENT_VERDICT,
	    .silent = 10000, .quiet = 5 });
	session.lasted = 58000;
	session.lost = 60000;
	(void)orders(SESSION_TRYING, ORDER_TELL_LOST | ORDER_SPAWN,
	    "no answer", 60000);
	ok(events == 1 && event[0].kind == HISTORY_LOST &&
	    event[0].silent == 10000 && event[0].quiet == 5 &&
	    event[0].lasted == 58000 && strcmp(event[0].why,
	    "no answer") == 0,
	    "the history says why a connection was lost, and the silence that "
	    "the guard measured", NULL);
	ok(at(61000).drops == 1 && at(61000).up == 58000 &&
	    strcmp(at(61000).reason, "no answer") == 0,
	    "the status counts a drop, and the time up until then", NULL);
	session.began = 60000;
	(void)orders(SESSION_UP, ORDER_TELL_UP, "", 63000);
	ok(event[0].outage == 3000,
	    "the history says how long the connection was lost", NULL);
	status_event(&status, &(struct event){ .kind = EVENT_HELLO });
	(void)orders(SESSION_TRYING, ORDER_TELL_LOST | ORDER_SPAWN, "exit 255",
	    70000);
	ok(event[0].silent == 0,
	    "the silence of one guard is not that of the next", NULL);
}

static void
test_restart(void)
{
	begin();
	(void)orders(SESSION_UP, ORDER_TELL_UP, "", 2000);
	(void)orders(SESSION_ENDING, ORDER_TERM, "", 3000);
	(void)orders(SESSION_TRYING, ORDER_TELL_LOST | ORDER_SPAWN, "signal 15",
	    3100);
	ok(events == 1 && event[0].cause == CAUSE_ASKED &&
	    strcmp(event[0].why, "restart") == 0 && at(3100).drops == 0,
	    "a restart that the user asked for is a loss, but no drop", NULL);
	(void)orders(SESSION_UP, ORDER_TELL_UP, "", 4000);
	ok(at(4000).reason[0] == '\0',
	    "a restart is not shown as the reason of the last loss", NULL);
}

static void
test_wait(void)
{
	begin();
	session.tries = 1;
	(void)orders(SESSION_WAITING, ORDER_TELL_WAIT, "refused", 2000);
	ok(events == 1 && event[0].kind == HISTORY_WAIT,
	    "the history says why sshp waits", NULL);
	session.timer = 2500;
	ok(at(2100).next == 400 && at(2600).next == 1,
	    "the status says how long sshp waits, never that it is over", NULL);
	(void)orders(SESSION_TRYING, ORDER_SPAWN, "", 2500);
	(void)orders(SESSION_WAITING, ORDER_TELL_WAIT, "refused", 2600);
	ok(events == 0, "the same reason to wait comes once", NULL);
	(void)orders(SESSION_WAITING, ORDER_TELL_WAIT, "timeout", 2700);
	ok(events == 1, "another reason to wait is another event", NULL);
	(void)orders(SESSION_UP, ORDER_TELL_UP, "", 2800);
	ok(at(2800).tries == 0 && at(2800).reason[0] == '\0',
	    "a failed attempt is no news once the connection is up", NULL);
	(void)orders(SESSION_TRYING, ORDER_TELL_LOST, "cut", 2900);
	(void)orders(SESSION_WAITING, ORDER_TELL_WAIT, "timeout", 3000);
	ok(events == 1, "after a login, the same reason is an event again",
	    NULL);
}

static void
test_end(void)
{
	begin();
	(void)orders(SESSION_OVER, ORDER_QUIT | ORDER_TELL_END, "refused",
	    2000);
	ok(events == 1 && event[0].kind == HISTORY_END &&
	    strcmp(event[0].why, "refused") == 0,
	    "the history says why sshp gave up", NULL);
	begin();
	session.tunnel = false;
	(void)orders(SESSION_OVER, ORDER_QUIT, "ssh", 2000);
	ok_text("a shell that ends has exited", NULL, event[0].why, "exited");
	session.stop = 15;
	(void)orders(SESSION_OVER, ORDER_QUIT, "ssh", 2000);
	ok_text("a shell that a signal ends was stopped", NULL, event[0].why,
	    "stopped");
}

int
main(void)
{
	test_up();
	test_lost();
	test_restart();
	test_wait();
	test_end();
	return tap_end();
}
