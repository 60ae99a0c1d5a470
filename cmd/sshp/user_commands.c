/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "sshp/user_commands.h"
#include "sys/clock.h"
#include "sys/signals.h"

enum {
	LAST = 5000,		/* limit for the last command, ms */
	HURRIED = 1000		/* the same, if a user waits, ms */
};

/* --- PersistCheck --- */

void
checker_open(struct checker *c, const char *command, int64_t interval,
    const char *name, bool quiet)
{
	*c = (struct checker){
		.command = command, .name = name, .quiet = quiet,
	};
	check_start(&c->machine, command == NULL ? 0 : interval);
}

void
checker_change(struct checker *c, const char *command, int64_t interval)
{
	user_command_kill(&c->job);
	c->command = command;
	check_start(&c->machine, command == NULL ? 0 : interval);
}

static void
checker_says(struct checker *c, const char *what)
{
	snprintf(c->why, sizeof c->why, "PersistCheck failed %d times: %s",
	    CHECK_FAILURES, what);
}

static unsigned
checker_run(struct checker *c)
{
	char name[140];
	const char *const env[] = { name, NULL };

	snprintf(name, sizeof name, "SSHP_NAME=%s", c->name);
	if (user_command_start(&c->job, c->command, env, c->quiet) == 0)
		return 0;
	checker_says(c, strerror(errno));
	return check_ended(&c->machine, false);
}

static unsigned
checker_reap(struct checker *c)
{
	char text[USER_COMMAND_TEXT];
	int status;

	if (!user_command_ended(&c->job, &status))
		return 0;
	if (status != 0)
		checker_says(c, user_command_text(status, text));
	return check_ended(&c->machine, status == 0);
}

bool
checker_turn(struct checker *c, int64_t now, bool up)
{
	char text[SPAN_TEXT + 24], span[SPAN_TEXT];
	unsigned orders = checker_reap(c);

	orders |= check_look(&c->machine, now, up);
	if (orders & CHECK_KILL) {
		user_command_kill(&c->job);
		snprintf(text, sizeof text, "still running after %s",
		    span_text(c->machine.interval, span));
		checker_says(c, text);
	}
	if (orders & CHECK_RUN)
		orders |= checker_run(c);
	return up && (orders & CHECK_DEAD);
}

void
checker_close(struct checker *c)
{
	user_command_kill(&c->job);
}

/* --- PersistNotify --- */

void
notifier_open(struct notifier *n, const char *command, const char *name,
    bool quiet, void (*say)(void *, const char *), void *arg)
{
	*n = (struct notifier){
		.command = command, .name = name, .quiet = quiet, .say = say,
		.arg = arg,
	};
	notify_policy_start(&n->machine);
}

void
notifier_change(struct notifier *n, const char *command)
{
	if (command == NULL) {
		user_command_kill(&n->job);
		notify_policy_start(&n->machine);
	}
	n->command = command;
}

static void
notifier_describe(struct notifier *n, const struct session *s,
    unsigned orders, const char *why, int64_t now)
{
	enum notify_policy_event e = n->machine.latest;
	int64_t outage = e == NOTIFY_POLICY_UP && s->lost != SPAN_NEVER ?
	    now - s->lost : 0;

	words_free(&n->env);
	words_add(&n->env, "SSHP_EVENT=%s", notify_policy_names[e]);
	words_add(&n->env, "SSHP_NAME=%s", n->name);
	words_add(&n->env, "SSHP_REASON=%s",
	    notify_policy_reason(e, orders, why));
	words_add(&n->env, "SSHP_OUTAGE=%lld",
	    (long long)outage / 1000);
	words_add(&n->env, "SSHP_LASTED=%lld",
	    (long long)(e == NOTIFY_POLICY_DOWN ? s->lasted : 0) / 1000);
	words_add(&n->env, "SSHP_PORTS=%s",
	    e == NOTIFY_POLICY_UP && n->ports != NULL ? n->ports : "");
	words_add(&n->env, "SSHP_TRIES=%d",
	    e == NOTIFY_POLICY_UP ? 0 : s->tries);
}

void
notifier_orders(struct notifier *n, const struct session *s, unsigned orders,
    const char *why, int64_t now)
{
	if (n->command == NULL ||
	    !notify_policy_happened(&n->machine,
	    notify_policy_event(s, orders)))
		return;
	notifier_describe(n, s, orders, why, now);
	notifier_turn(n, now);
}

static void
notifier_complain(struct notifier *n, const char *problem)
{
	char text[200];

	snprintf(text, sizeof text, "PersistNotify: %s", problem);
	n->say(n->arg, text);
}

static void
notifier_run(struct notifier *n)
{
	if (user_command_start(&n->job, n->command,
	    (const char *const *)n->env.word, n->quiet) == 0)
		return;
	/* SIGCHLD will come. */
	if (errno == EBUSY) {
		notify_policy_later(&n->machine);
		return;
	}
	notify_policy_ended(&n->machine);
	notifier_complain(n, strerror(errno));
}

void
notifier_turn(struct notifier *n, int64_t now)
{
	char text[USER_COMMAND_TEXT];
	unsigned orders;
	int status;

	if (user_command_ended(&n->job, &status)) {
		notify_policy_ended(&n->machine);
		if (status != 0)
			notifier_complain(n, user_command_text(status, text));
	}
	orders = notify_policy_look(&n->machine, now);
	if (orders & NOTIFY_POLICY_KILL) {
		user_command_kill(&n->job);
		notifier_complain(n, "the command did not end in time and was "
		    "killed");
	}
	if (orders & NOTIFY_POLICY_RUN)
		notifier_run(n);
}

void
notifier_finish(struct notifier *n, struct loop *l, int signals, bool user)
{
	int64_t limit = user ? HURRIED : LAST, end;
	bool enough = false;
	int sig, slot;

	l->now = clock_now();
	end = l->now + NOTIFY_POLICY_STALE + limit;
	notify_policy_last(&n->machine, l->now, limit);
	while ((n->machine.running || n->machine.pending) && !enough &&
	    l->now < end) {
		loop_begin(l);
		slot = loop_watch(l, signals, POLLIN);
		loop_lower(l, n->machine.timer);
		loop_lower(l, end);
		if (loop_wait(l) == -1)
			break;
		while (loop_ready(l, slot) &&
		    (sig = signals_take(signals)) != 0)
			enough = enough || sig != SIGCHLD;
		notifier_turn(n, l->now);
	}
	user_command_kill(&n->job);
	words_free(&n->env);
}
