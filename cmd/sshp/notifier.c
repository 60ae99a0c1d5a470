/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "sshp/notifier.h"
#include "sys/clock.h"
#include "sys/signals.h"

enum {
	LAST = 5000,		/* for the last one, ms */
	HURRIED = 1000		/* where a person waits for our end, ms */
};

void
notifier_open(struct notifier *n, const char *command, const char *name,
    bool quiet, void (*say)(void *, const char *), void *arg)
{
	*n = (struct notifier){
		.command = command, .name = name, .quiet = quiet, .say = say,
		.arg = arg,
	};
	notice_start(&n->machine);
}

void
notifier_change(struct notifier *n, const char *command)
{
	if (command == NULL) {
		job_kill(&n->job);
		notice_start(&n->machine);
	}
	n->command = command;
}

static enum notice_event
notifier_event(const struct session *s, unsigned orders)
{
	if (orders & ORDER_QUIT)
		return (orders & ORDER_TELL_END) && s->status != 0 ?
		    NOTICE_GAVE_UP : NOTICE_STOPPED;
	if (orders & ORDER_TELL_UP)
		return NOTICE_UP;
	if (orders & ORDER_TELL_LOST)
		return NOTICE_DOWN;
	if (orders & ORDER_TELL_NEED)
		return NOTICE_NEEDS_YOU;
	return orders & ORDER_TELL_WAIT ? NOTICE_WAITING : NOTICE_NOTHING;
}

/* A failure of the last attempt is no reason where all is well. */
static const char *
notifier_reason(enum notice_event e, unsigned orders, const char *why)
{
	if (e == NOTICE_UP || e == NOTICE_STOPPED)
		return "";
	return orders & ORDER_SPAWN ? "restart" : why;
}

static void
notifier_describe(struct notifier *n, const struct session *s,
    unsigned orders, const char *why, int64_t now)
{
	enum notice_event e = n->machine.latest;
	int64_t outage = e == NOTICE_UP && s->lost != SPAN_NEVER ?
	    now - s->lost : 0;

	words_free(&n->env);
	words_add(&n->env, "SSHP_EVENT=%s", notice_names[e]);
	words_add(&n->env, "SSHP_NAME=%s", n->name);
	words_add(&n->env, "SSHP_REASON=%s",
	    notifier_reason(e, orders, why));
	words_add(&n->env, "SSHP_OUTAGE=%lld",
	    (long long)outage / 1000);
	words_add(&n->env, "SSHP_LASTED=%lld",
	    (long long)(e == NOTICE_DOWN ? s->lasted : 0) / 1000);
	words_add(&n->env, "SSHP_PORTS=%s",
	    e == NOTICE_UP && n->ports != NULL ? n->ports : "");
	words_add(&n->env, "SSHP_TRIES=%d",
	    e == NOTICE_UP ? 0 : s->tries);
}

void
notifier_orders(struct notifier *n, const struct session *s, unsigned orders,
    const char *why, int64_t now)
{
	if (n->command == NULL ||
	    !notice_happened(&n->machine, notifier_event(s, orders)))
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
	if (job_start(&n->job, n->command,
	    (const char *const *)n->env.word, n->quiet) == 0)
		return;
	/* SIGCHLD will come. */
	if (errno == EBUSY) {
		notice_later(&n->machine);
		return;
	}
	notice_ended(&n->machine);
	notifier_complain(n, strerror(errno));
}

void
notifier_turn(struct notifier *n, int64_t now)
{
	char text[JOB_TEXT];
	unsigned orders;
	int status;

	if (job_ended(&n->job, &status)) {
		notice_ended(&n->machine);
		if (status != 0)
			notifier_complain(n, job_text(status, text));
	}
	orders = notice_look(&n->machine, now);
	if (orders & NOTICE_KILL) {
		job_kill(&n->job);
		notifier_complain(n, "it did not end, and was killed");
	}
	if (orders & NOTICE_RUN)
		notifier_run(n);
}

void
notifier_finish(struct notifier *n, struct loop *l, int signals, bool person)
{
	int64_t limit = person ? HURRIED : LAST, end;
	bool enough = false;
	int sig, slot;

	l->now = clock_now();
	end = l->now + NOTICE_STALE + limit;
	notice_last(&n->machine, l->now, limit);
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
	job_kill(&n->job);
	words_free(&n->env);
}
