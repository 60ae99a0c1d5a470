/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/supervisor_internal.h"
#include "sys/clock.h"
#include "sys/filewatch.h"
#include "sys/signals.h"

enum {
	FAILED = 255,
	SIGNALS = 100		/* in a turn of the loop, at most */
};

/* --- signals --- */

/*
 * ssh was stopped.  By ^Z or ~^Z its user wants us stopped as well, and the
 * terminal back; anything else was not its user.
 */
static void
keeper_stopped(struct keeper *k)
{
	int sig = ssh_stopped(&k->ssh, k->loop.now);

	if (sig == 0)
		return;
	if (sig == SIGSTOP) {
		keeper_step(k, ON_FROZEN, 0);
		return;
	}
	if (!k->caller.gone)
		signals_die(SIGTSTP);
	ssh_signal(&k->ssh, SIGCONT);
}

/*
 * ^Z where ssh has not made it a byte: ssh, if it runs, got it, too.  Stopped
 * before it, we might be continued before it stops, and take that for another.
 */
static void
keeper_suspend(struct keeper *k)
{
	bool waiting = keeper_idle(k);

	if (k->caller.gone)
		return;
	if (k->ssh.pid > 0) {
		ssh_suspended(&k->ssh, k->loop.now);
		return;
	}
	if (waiting)
		terminal_close(&k->terminal);
	signals_die(SIGTSTP);
	k->loop.now = clock_now();
	if (waiting)
		terminal_wait(&k->terminal, k->loop.now);
}

static void
keeper_signals(struct keeper *k)
{
	int i, sig;

	for (i = 0; i < SIGNALS && (sig = signals_take(k->signals)) != 0;
	    i++) {
		if (sig == SIGCHLD) {
			ssh_reap(&k->ssh, k->loop.now);
			forwarder_reap(&k->forwarder, k->loop.now);
		} else if (sig == SIGUSR1)
			heard_asked(k, CONTROL_RESTART);
		else if (sig == SIGTSTP)
			keeper_suspend(k);
		else
			keeper_step(k, ON_STOP, sig);
	}
}

/* --- the loop --- */

/* What is wanted of a person; NULL: nothing, or the caller of -f is there. */
static const char *
keeper_wants(struct keeper *k)
{
	const struct session *s = k->session;

	if (k->doors.porter.wants != NULL)
		return k->doors.porter.wants;
	return k->caller.fd != -1 ? NULL : login_wants(&k->login,
	    !s->once && k->terminal.person.live, k->wanted);
}

/* ssh's end counts once its guard has told all it knows. */
static void
keeper_exit(struct keeper *k)
{
	if (!ssh_ended(&k->ssh, k->loop.now,
	    witness_present(&k->doors.witness)))
		return;
	heard_read(k);
	heard_end(k);
	dialling_end(k);
	forwarder_lost(&k->forwarder);
	porter_end(&k->doors.porter, k->login.denied);
	k->refused = k->refused || k->login.denied;
	if ((k->wants = keeper_wants(k)) != NULL)
		keeper_step(k, ON_NEED, 0);
	keeper_step(k, ON_EXIT, k->ssh.exit);
}

static void
keeper_lower(struct keeper *k)
{
	loop_lower(&k->loop, k->session->timer);
	loop_lower(&k->loop, k->checker.machine.timer);
	loop_lower(&k->loop, k->notifier.machine.timer);
	loop_lower(&k->loop, k->manager.due);
	loop_lower(&k->loop, k->o->record->touch);
	loop_lower(&k->loop, k->limit.timer);
	ssh_lower(&k->ssh, &k->loop);
	if (k->session->state == SESSION_WAITING)
		loop_lower(&k->loop, k->terminal.count_due);
	if (k->ssh.pid == 0)
		return;
	loop_lower(&k->loop, k->alone_due);
	attempt_lower(&k->attempt, &k->loop);
	forwarder_lower(&k->forwarder, &k->loop);
}

/* ssh asks what only a person can answer, and nobody is there. */
static void
keeper_needs(struct keeper *k)
{
	keeper_step(k, ON_CAUSE, CAUSE_DENIED);
	ssh_signal(&k->ssh, SIGTERM);
}

/* Somebody has removed what we are found by. */
static void
keeper_removed(struct keeper *k)
{
	const struct rundir *dir = k->o->dir;

	if (!premises_take(&k->premises, &k->loop) ||
	    k->session->state == SESSION_OVER)
		return;
	if (keeper_idle(k))
		(void)keeper_renew(k);
	else if (k->session->state == SESSION_TRYING && !rundir_there(dir))
		/* This one could not show that it has logged in. */
		keeper_step(k, ON_AGAIN, 0);
	premises_mend(&k->premises, dir, k->o->record, &k->doors.control,
	    k->loop.now);
}

/* What the clock alone brings. */
static void
keeper_due(struct keeper *k)
{
	int64_t now = k->loop.now;

	if (checker_turn(&k->checker, now, k->session->state == SESSION_UP))
		keeper_step(k, ON_SERVICE, 0);
	notifier_turn(&k->notifier, now);
	manager_beat(&k->manager, now);
	record_turn(k->o->record, now);
	heard_left_out(k);
	if (now >= k->session->timer)
		keeper_step(k, ON_TIME, 0);
	if (k->session->state == SESSION_WAITING)
		terminal_count(&k->terminal, k->session, now);
}

static void
keeper_turn(struct keeper *k)
{
	struct loop *l = &k->loop;
	int signals, appear, resume, caller;

	loop_begin(l);
	signals = loop_watch(l, k->signals, POLLIN);
	appear = loop_watch(l, k->attempt.appear, POLLIN);
	resume = loop_watch(l, k->resume.fd, POLLIN);
	caller = loop_watch(l, k->caller.fd, 0);
	terminal_watch(&k->terminal, l, keeper_idle(k));
	doors_watch(&k->doors, l);
	premises_watch(&k->premises, l);
	login_queue_watch(&k->logins, l);
	reevaluation_watch(&k->again, l);
	keeper_lower(k);
	if (loop_wait(l) == -1)
		return;
	witness_take(&k->doors.witness, l, k->ssh.pid, heard_event, k);
	if (loop_ready(l, k->doors.log_slot) ||
	    loop_ready(l, k->doors.err_slot))
		heard_read(k);
	if (loop_ready(l, appear))
		appear_take(k->attempt.appear);
	if (loop_ready(l, signals))
		keeper_signals(k);
	if (loop_ready(l, resume) && resume_slept(&k->resume))
		keeper_step(k, ON_HASTE, 0);
	if (loop_ready(l, caller))
		keeper_step(k, ON_STOP, SIGTERM);
	if (terminal_enter(&k->terminal, l))
		keeper_step(k, ON_PERSON, 0);
	if (porter_take(&k->doors.porter, l, k->ssh.pid, keeper_asks(k)))
		keeper_needs(k);
	control_take(&k->doors.control, l, heard_asked, keeper_status, k);
	keeper_stopped(k);
	dialling_turn(k);
	heard_look(k);
	heard_guard(k);
	keeper_exit(k);
	keeper_removed(k);
	keeper_due(k);
}

int
keeper_catch(void)
{
	static const int caught[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP,
	    SIGQUIT, SIGUSR1, SIGTSTP };

	return signals_open(caught, sizeof caught / sizeof *caught);
}

static int
keeper_open(struct keeper *k)
{
	const struct plan *p = k->o->plan;

	if (keeper_doors(k) == -1)
		return -1;
	if (p->log_to != NULL && (k->log_to = log_open(p->log_to)) == -1)
		return -1;
	if (forwarder_open(&k->forwarder, p, k->o->ssh, heard_news, k) == -1)
		return -1;
	checker_open(&k->checker, p->check, p->interval, k->o->name,
	    !p->tunnel);
	notifier_open(&k->notifier, p->notify, k->o->name, !p->tunnel,
	    heard_news, k);
	if (p->tunnel)
		forwarder_note(&k->forwarder, &k->o->record->registry.dir,
		    k->o->record->id);
	premises_open(&k->premises, k->o->dir, k->o->record);
	resume_open(&k->resume);
	terminal_open(&k->terminal, k->caller.fd == -1);
	return 0;
}

static void
keeper_close(struct keeper *k)
{
	terminal_close(&k->terminal);
	reevaluation_stop(&k->again);
	free(k->again.text);
	control_finish(&k->doors.control);
	record_leave(k->o->record);
	login_queue_leave(&k->logins, LOGIN_OTHER, k->loop.now);
	keeper_leave(k);
	premises_close(&k->premises);
	porter_close(&k->doors.porter);
	resume_close(&k->resume);
	forwarder_close(&k->forwarder);
	checker_close(&k->checker);
	if (k->log_to != -1)
		close(k->log_to);
}

/* Initialises all that needs no resource of the system. */
static void
keeper_prepare(struct keeper *k)
{
	const struct keeper_options *o = k->o;

	doors_shut(&k->doors);
	login_queue_open(&k->logins);
	reevaluation_open(&k->again);
	attempt_open(&k->attempt, o->plan, o->apart, o->dir->path);
	banner_timeout_start(&k->banner, o->plan->banner,
	    o->plan->banner_fixed);
	manager_open(&k->manager, o->manager, clock_now());
	log_limit_start(&k->limit, o->plan->verbose);
}

int
keeper_run(const struct keeper_options *o, struct session *s, int *stop)
{
	struct keeper k = {
		.o = o, .session = s, .signals = o->signals, .log_to = -1,
		.terminal = { .tty.fd = -1, .count_due = SPAN_NEVER,
		    .person = { .name = o->name, .log = o->log,
			.quiet = o->plan->quiet } },
		.caller.fd = o->caller,
		.premises = { .fd = -1, .due = SPAN_NEVER, .aside.fd = -1 },
	};

	*stop = 0;
	keeper_prepare(&k);
	if (porter_open(&k.doors.porter, o->askpass) == -1) {
		log_say(o->log, "PersistPassword: no memory for secrets: %s "
		    "(ulimit -l)", strerror(errno));
		keeper_close(&k);
		return FAILED;
	}
	if (keeper_open(&k) == -1) {
		log_say(o->log, "%s: %s", o->plan->log_to != NULL &&
		    k.log_to == -1 ? o->plan->log_to : o->dir->path,
		    strerror(errno));
		keeper_close(&k);
		return FAILED;
	}
	k.loop.now = clock_now();
	record_start(o->record, o->dir, k.loop.now);
	/* What came while all was made ends it before it begins. */
	keeper_signals(&k);
	keeper_step(&k, ON_START, k.terminal.person.live ||
	    k.caller.fd != -1);
	while (s->state != SESSION_OVER)
		keeper_turn(&k);
	keeper_close(&k);
	caller_excuse(&k.caller, s->status);
	notifier_finish(&k.notifier, &k.loop, k.signals,
	    s->stop != 0 && s->stop != SIGTERM);
	manager_close(&k.manager);
	*stop = s->stop;
	return s->status;
}
