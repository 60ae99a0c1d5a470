/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

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
	SIGNALS = 100		/* limit in a turn of the loop */
};

/* --- signals --- */

/* ssh stopped.  After ^Z or ~^Z, sshp stops, too. */
static void
supervisor_stopped(struct supervisor *k)
{
	enum ssh_child_stop stop = ssh_child_stopped(&k->ssh, k->loop.now);

	if (stop == SSH_CHILD_FROZEN)
		supervisor_step(k, ON_FROZEN, 0);
	if (stop != SSH_CHILD_SUSPENDED)
		return;
	messages_clear(&k->terminal.messages);
	if (!k->background.released)
		signals_die(SIGTSTP);
	supervisor_signal(k, SIGCONT);
}

/*
 * ^Z as a signal: the terminal is not raw, so a running ssh got SIGTSTP, too.
 * sshp waits for ssh to stop first.  Otherwise sshp could continue before ssh
 * stops, and take that stop for another ^Z.
 */
static void
supervisor_suspend(struct supervisor *k)
{
	bool waiting = supervisor_idle(k);

	if (k->background.released)
		return;
	if (k->ssh.pid > 0) {
		ssh_child_suspended(&k->ssh, k->loop.now);
		return;
	}
	if (waiting)
		terminal_close(&k->terminal);
	signals_die(SIGTSTP);
	k->loop.now = clock_now();
	if (waiting)
		terminal_wait(&k->terminal, k->loop.now);
}

/* After SIGCHLD. */
static void
supervisor_reap(struct supervisor *k)
{
	int status;

	while (k->ssh.pid > 0 && waitpid(k->ssh.pid, &status,
	    WNOHANG | WUNTRACED | WCONTINUED) == k->ssh.pid)
		ssh_child_changed(&k->ssh, status, k->loop.now);
	forwarder_reap(&k->forwarder, k->loop.now);
}

static void
supervisor_signals(struct supervisor *k)
{
	int i, sig;

	for (i = 0; i < SIGNALS && (sig = signals_take(k->signals)) != 0;
	    i++) {
		if (sig == SIGCHLD)
			supervisor_reap(k);
		else if (sig == SIGUSR1)
			input_asked(k, CONTROL_RESTART);
		else if (sig == SIGTSTP)
			supervisor_suspend(k);
		else
			supervisor_step(k, ON_STOP, sig);
	}
}

/* --- the loop --- */

/* What the user must supply; NULL: nothing, or the shell of sshp -f waits. */
static const char *
supervisor_wants(struct supervisor *k)
{
	const struct session *s = k->session;

	if (k->endpoints.askpass.wants != NULL)
		return k->endpoints.askpass.wants;
	return k->background.fd != -1 ? NULL : needs_you_wants(&k->need,
	    !s->once && k->terminal.messages.live, k->wanted);
}

/* Handles ssh's end, after the last event of its guard. */
static void
supervisor_exit(struct supervisor *k)
{
	if (!ssh_child_ended(&k->ssh, k->loop.now,
	    guard_events_present(&k->endpoints.guards)))
		return;
	input_read(k);
	input_end(k);
	supervisor_attempt_end(k);
	forwarder_lost(&k->forwarder);
	held_clients_lost(&k->held);
	askpass_server_end(&k->endpoints.askpass, k->need.denied);
	k->refused = k->refused || k->need.denied;
	if ((k->wants = supervisor_wants(k)) != NULL) {
		k->terminal.messages.cure = needs_you_cure(&k->need, k->wants,
		    k->endpoints.askpass.on);
		supervisor_step(k, ON_NEED, 0);
	}
	supervisor_step(k, ON_EXIT, k->ssh.exit);
}

static void
supervisor_lower(struct supervisor *k)
{
	loop_lower(&k->loop, k->session->timer);
	loop_lower(&k->loop, k->checker.machine.timer);
	loop_lower(&k->loop, k->notifier.machine.timer);
	loop_lower(&k->loop, k->manager.due);
	loop_lower(&k->loop, k->o->record->touch);
	loop_lower(&k->loop, k->limit.timer);
	loop_lower(&k->loop, ssh_child_due(&k->ssh));
	loop_lower(&k->loop, k->terminal.count_due);
	if (k->ssh.pid == 0)
		return;
	loop_lower(&k->loop, k->guard_killed.timer);
	attempt_lower(&k->attempt, &k->loop);
	forwarder_lower(&k->forwarder, &k->loop);
}

/* ssh asks a question for the user, and no user is there: ends ssh. */
static void
supervisor_needs(struct supervisor *k)
{
	supervisor_step(k, ON_CAUSE, CAUSE_DENIED);
	supervisor_signal(k, SIGTERM);
}

/* Recreates the control socket and the registry entry after a removal. */
static void
supervisor_removed(struct supervisor *k)
{
	const struct rundir *dir = k->o->dir;

	if (!registration_take(&k->registration, &k->loop) ||
	    k->session->state == SESSION_OVER)
		return;
	if (supervisor_idle(k))
		(void)supervisor_renew(k);
	else if (k->session->state == SESSION_TRYING && !rundir_there(dir))
		/* The control socket of this ssh can no longer appear. */
		supervisor_step(k, ON_RECONNECT, 0);
	registration_repair(&k->registration, dir, k->o->record,
	    &k->endpoints.control, k->loop.now);
}

/* Handles what depends on the time alone. */
static void
supervisor_due(struct supervisor *k)
{
	int64_t now = k->loop.now;

	if (checker_turn(&k->checker, now, k->session->state == SESSION_UP))
		supervisor_step(k, ON_SERVICE, 0);
	notifier_turn(&k->notifier, now);
	service_manager_beat(&k->manager, now);
	publication_turn(k->o->record, now);
	input_left_out(k);
	if (now >= k->session->timer)
		supervisor_step(k, ON_TIME, 0);
	terminal_count(&k->terminal, k->session, &k->endpoints.guards.progress,
	    now);
}

/* Passes clients on to the ssh that runs, while nothing ends it. */
static void
supervisor_held(struct supervisor *k)
{
	const struct forwarder *f = &k->forwarder;
	bool ends = k->session->state == SESSION_ENDING ||
	    k->session->state == SESSION_OVER || k->ssh.pid <= 0;
	size_t i;

	for (i = 0; i < f->machine.n; i++)
		if (!f->one[i].remote)
			held_clients_up(&k->held, i, !ends &&
			    f->one[i].state == FORWARDS_UP, k->ssh.pid);
	held_clients_turn(&k->held, &k->loop);
}

/* After the input of a turn: handles the consequences, and what is due. */
static void
supervisor_follow(struct supervisor *k)
{
	supervisor_stopped(k);
	supervisor_attempt_turn(k);
	input_look(k);
	input_guard(k);
	supervisor_exit(k);
	reload_turn(k);
	supervisor_held(k);
	supervisor_removed(k);
	supervisor_due(k);
}

static void
supervisor_turn(struct supervisor *k)
{
	struct loop *l = &k->loop;
	int signals, socket, resume, parent;

	loop_begin(l);
	signals = loop_watch(l, k->signals, POLLIN);
	socket = loop_watch(l, k->attempt.socket_watch, POLLIN);
	resume = loop_watch(l, k->resume.fd, POLLIN);
	parent = loop_watch(l, k->background.fd, 0);
	terminal_watch(&k->terminal, l, supervisor_idle(k));
	endpoints_watch(&k->endpoints, l);
	registration_watch(&k->registration, l);
	login_queue_watch(&k->logins, l);
	evaluation_child_watch(&k->evaluation, l);
	reloader_watch(&k->reloader, l);
	held_clients_watch(&k->held, l);
	supervisor_lower(k);
	if (loop_wait(l) == -1)
		return;
	guard_events_take(&k->endpoints.guards, l, k->ssh.pid,
	    guard_events_feed, k);
	if (loop_ready(l, k->endpoints.log_slot) ||
	    loop_ready(l, k->endpoints.err_slot))
		input_read(k);
	if (loop_ready(l, socket))
		filewatch_take(k->attempt.socket_watch);
	if (loop_ready(l, signals))
		supervisor_signals(k);
	if (loop_ready(l, resume) && suspend_slept(&k->resume))
		supervisor_step(k, ON_RETRY, 0);
	if (loop_ready(l, parent))
		supervisor_step(k, ON_STOP, SIGTERM);
	if (terminal_enter(&k->terminal, l))
		supervisor_step(k, ON_USER, 0);
	if (askpass_server_take(&k->endpoints.askpass, l, k->ssh.pid,
	    supervisor_may_ask(k)))
		supervisor_needs(k);
	control_take(&k->endpoints.control, l, input_asked, supervisor_status,
	    k);
	supervisor_follow(k);
}

int
supervisor_catch(void)
{
	static const int caught[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP,
	    SIGQUIT, SIGUSR1, SIGTSTP };

	return signals_open(caught, sizeof caught / sizeof *caught);
}

static int
supervisor_open(struct supervisor *k)
{
	const struct plan *p = k->o->plan;

	if (supervisor_enter(k) == -1)
		return -1;
	if (p->log_to != NULL && (k->log_to = log_open(p->log_to)) == -1)
		return -1;
	if (forwarder_open(&k->forwarder, p, k->o->ssh, input_news, k) == -1 ||
	    held_clients_open(&k->held, p, input_news, k) == -1)
		return -1;
	k->forwarder.held = &k->held;
	checker_open(&k->checker, p->check, p->interval, k->o->name,
	    !p->tunnel);
	notifier_open(&k->notifier, p->notify, k->o->name, !p->tunnel,
	    input_news, k);
	if (p->tunnel)
		forwarder_remember(&k->forwarder, &k->o->record->registry.dir,
		    k->o->record->id);
	registration_open(&k->registration, k->o->dir, k->o->record);
	suspend_open(&k->resume);
	terminal_open(&k->terminal, k->background.fd == -1);
	return 0;
}

static void
supervisor_close(struct supervisor *k)
{
	terminal_close(&k->terminal);
	evaluation_child_stop(&k->evaluation);
	free(k->evaluation.text);
	reloader_close(&k->reloader);
	control_finish(&k->endpoints.control);
	publication_leave(k->o->record);
	login_queue_leave(&k->logins, LOGIN_OTHER, k->loop.now);
	supervisor_leave(k);
	registration_close(&k->registration);
	askpass_server_close(&k->endpoints.askpass);
	suspend_close(&k->resume);
	held_clients_close(&k->held);
	forwarder_close(&k->forwarder);
	attempt_free(&k->attempt);
	checker_close(&k->checker);
	if (k->log_to != -1)
		close(k->log_to);
}

/* Initialises all that needs no resource of the system. */
static void
supervisor_prepare(struct supervisor *k)
{
	const struct supervisor_options *o = k->o;

	endpoints_init(&k->endpoints);
	k->held = (struct held_clients){ .plan = o->plan, .set = -1,
	    .end = -1 };
	login_queue_open(&k->logins);
	evaluation_child_open(&k->evaluation);
	reloader_open(&k->reloader);
	attempt_open(&k->attempt, o->plan, o->private_plan, o->dir->path);
	banner_timeout_start(&k->banner, o->plan->banner,
	    o->plan->banner_fixed);
	service_manager_open(&k->manager, o->manager, clock_now());
	log_limit_start(&k->limit, o->plan->verbose);
}

/*
 * True if a person waits for the first attempt.  Without a terminal the caller
 * of -f is a program, such as cron(8), that nobody watches.
 */
static bool
supervisor_waited(const struct supervisor *k)
{
	return k->terminal.messages.live || (k->background.fd != -1 &&
	    (k->terminal.tty.fd != -1 || isatty(STDERR_FILENO)));
}

/* What supervisor_open() failed to open. */
static const char *
supervisor_failed(const struct supervisor *k)
{
	const struct plan *p = k->o->plan;

	return p->log_to != NULL && k->log_to == -1 ? p->log_to :
	    k->forwarder.plan != NULL && p->hold > 0 && k->held.set == -1 ?
	    "PersistHold" : k->o->dir->path;
}

int
supervisor_run(const struct supervisor_options *o, struct session *s, int *stop)
{
	struct supervisor k = {
		.o = o, .session = s, .signals = o->signals, .log_to = -1,
		.terminal = { .tty.fd = -1, .count_due = SPAN_NEVER,
		    .messages = { .name = o->name, .log = o->log,
			.quiet = o->plan->quiet, .cure = "" } },
		.background.fd = o->background,
		.registration = { .fd = -1, .due = SPAN_NEVER, .spare.fd = -1 },
	};

	*stop = 0;
	supervisor_prepare(&k);
	if (askpass_server_open(&k.endpoints.askpass, o->askpass) == -1) {
		log_say(o->log, "PersistPassword: cannot lock memory: %s "
		    "(ulimit -l)", strerror(errno));
		supervisor_close(&k);
		return FAILED;
	}
	if (supervisor_open(&k) == -1) {
		log_say(o->log, "%s: %s", supervisor_failed(&k),
		    strerror(errno));
		supervisor_close(&k);
		return FAILED;
	}
	k.loop.now = clock_now();
	publication_start(o->record, o->dir, k.loop.now);
	/* A signal during the preparation ends sshp before the first ssh. */
	supervisor_signals(&k);
	supervisor_step(&k, ON_START, supervisor_waited(&k));
	while (s->state != SESSION_OVER)
		supervisor_turn(&k);
	supervisor_close(&k);
	background_end(&k.background, s->status);
	notifier_finish(&k.notifier, &k.loop, k.signals,
	    s->stop != 0 && s->stop != SIGTERM);
	service_manager_close(&k.manager);
	*stop = s->stop;
	return s->status;
}
