/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "keep/login.h"
#include "keep/saying.h"
#include "run/attempt.h"
#include "run/bulletin.h"
#include "run/checker.h"
#include "run/control.h"
#include "run/forwarder.h"
#include "run/hear.h"
#include "run/herald.h"
#include "run/keeper.h"
#include "run/notifier.h"
#include "run/person.h"
#include "run/porter.h"
#include "run/witness.h"
#include "sys/appear.h"
#include "sys/chance.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/files.h"
#include "sys/resume.h"
#include "sys/screen.h"
#include "sys/signals.h"
#include "sys/spawn.h"
#include "sys/tty.h"

enum {
	FAILED = 255,
	SETTLE = 50,		/* a stop that lasts is one, ms */
	LAST_WORDS = 1000	/* for a guard's, once ssh has ended, ms */
};

struct keeper {
	const struct keeper_options *o;
	struct session *session;
	struct person person;
	struct loop loop;
	struct tty tty;
	struct resume resume;
	struct witness witness;
	struct control control;
	struct hear hear;
	struct attempt attempt;
	struct forwarder forwarder;
	struct checker checker;
	struct notifier notifier;
	struct manager manager;
	struct login login;
	struct porter porter;
	int signals;
	int log_to;		/* the user's -E; -1: there is none */
	int words;		/* where ssh's standard error goes; 0: ours */
	pid_t ssh;		/* 0: none runs */
	bool exited;		/* it has; the rest of its words is awaited */
	int exit;		/* as in ON_EXIT */
	int64_t exit_due;
	int stopped;		/* the signal that stopped it, or 0 */
	int64_t stopped_due;
	int64_t count_due;	/* of the countdown */
	const char *wants;	/* of a person, while it needs one */
	char wanted[LOGIN_TEXT];
	char guard_said[480];	/* why it ended, by the guard */
	char ssh_said[400];	/* by ssh */
	char env[2][128];
	bool daemon;		/* the caller has been released */
};

static void	keeper_step(struct keeper *, enum session_kind, int);

/* What is wanted of a person; NULL: nothing, or the caller of -f is there. */
static const char *
keeper_wants(struct keeper *k)
{
	const struct session *s = k->session;

	if (k->porter.wants != NULL)
		return k->porter.wants;
	return k->o->caller != -1 && !k->daemon ? NULL :
	    login_wants(&k->login, !s->once && k->person.live, k->wanted);
}

static const char *
keeper_why(const struct keeper *k)
{
	enum session_cause c = k->session->cause;

	if (k->session->state == SESSION_NEEDS_YOU)
		return k->wants;
	if (c == CAUSE_SERVICE)
		return k->checker.why;
	if (c == CAUSE_DENIED || c == CAUSE_HOST_KEY || c == CAUSE_FROZEN ||
	    c == CAUSE_ASKED)
		return session_why(c);
	if (k->guard_said[0] != '\0')
		return k->guard_said;
	return k->ssh_said[0] != '\0' ? k->ssh_said : session_why(c);
}

/* --- what ssh says --- */

static void
keeper_line(void *arg, const char *line)
{
	struct keeper *k = arg;
	struct saying s = saying_read(line);

	if (login_line(&k->login, line))
		s = (struct saying){ .debug = true };
	line = saying_text(line);
	if (forwarder_line(&k->forwarder, k->loop.now, line))
		s = (struct saying){ .noise = true, .forward = true,
		    .debug = s.debug };
	if (k->log_to != -1 && (k->o->plan->verbose || !s.debug))
		log_line(k->log_to, line);
	else if (k->o->plan->syslog && (k->o->plan->verbose || !s.debug))
		log_say(&(struct log){ .program = "ssh", .syslog = true,
		    .silent = true }, "%s", line);
	else if (k->o->plan->verbose || (!s.debug && !s.noise))
		person_repeat(&k->person, k->session, line);
	if (s.forward || (s.debug && s.cause == CAUSE_UNKNOWN))
		return;
	if (!s.hollow &&
	    (s.cause != CAUSE_UNKNOWN || k->ssh_said[0] == '\0'))
		snprintf(k->ssh_said, sizeof k->ssh_said, "%s", line);
	if (s.cause != CAUSE_UNKNOWN)
		keeper_step(k, ON_CAUSE, (int)s.cause);
}

/* --- what the guard sees --- */

static enum session_cause
keeper_cause(enum event_cause cause)
{
	switch (cause) {
	case EVENT_REFUSED:
		return CAUSE_REFUSED;
	case EVENT_PATH_DEAD:
	case EVENT_LINGERS:
	case EVENT_ADDRESS_GONE:
	case EVENT_ROUTE_MOVED:
	case EVENT_RESUMED:
	case EVENT_PEER_FROZEN:
	case EVENT_SSH_WEDGED:
		return CAUSE_DEAD;
	case EVENT_DNS_TEMPORARY:
	case EVENT_DNS_NONE:
	case EVENT_UNANSWERED:
	case EVENT_NO_BANNER:
		return CAUSE_UNANSWERED;
	case EVENT_DENIED:
		return CAUSE_PROXY;
	default:
		return CAUSE_CLOSED;
	}
}

static void
keeper_event(void *arg, const struct event *e)
{
	struct keeper *k = arg;

	record_event(k->o->record, e);
	switch (e->kind) {
	case EVENT_HELLO:
		keeper_step(k, ON_REACH, REACH_STARTED);
		break;
	case EVENT_RESOLVED:
	case EVENT_COUNTERS:
		break;
	case EVENT_CONNECTED:
		keeper_step(k, ON_REACH, REACH_CONNECTED);
		break;
	case EVENT_BANNER:
		k->attempt.banner = k->loop.now;
		keeper_step(k, ON_REACH, REACH_BANNER);
		break;
	case EVENT_CLOSED:
		if (e->cause == EVENT_BY_SSH || k->guard_said[0] != '\0')
			break;
		snprintf(k->guard_said, sizeof k->guard_said,
		    "the server closed the connection%s%s",
		    e->text[0] != '\0' ? ": " : "", e->text);
		keeper_step(k, ON_CAUSE, CAUSE_CLOSED);
		break;
	case EVENT_FAILED:
	case EVENT_VERDICT:
		/* The first to speak is the nearest to what happened. */
		if (k->guard_said[0] != '\0')
			break;
		snprintf(k->guard_said, sizeof k->guard_said, "%s", e->text);
		keeper_step(k, ON_CAUSE, (int)keeper_cause(e->cause));
		break;
	}
}

/* --- up? --- */

static void
keeper_look(struct keeper *k)
{
	bool before = k->attempt.login != SPAN_NEVER;

	if (k->ssh == 0 || k->exited)
		return;
	if (!before && attempt_look(&k->attempt, k->loop.now)) {
		keeper_step(k, ON_REACH, REACH_AUTHENTICATED);
		/* What it said before it made the socket. */
		hear_read(&k->hear, keeper_line, k);
		login_done(&k->login);
		forwarder_login(&k->forwarder, k->loop.now, k->ssh);
	}
	forwarder_turn(&k->forwarder, k->loop.now);
	if (k->session->state == SESSION_TRYING &&
	    forwarder_ready(&k->forwarder))
		keeper_step(k, ON_REACH, REACH_READY);
}

/* --- asked by sshpctl --- */

static void
keeper_status(void *arg, struct control_status *out)
{
	const struct keeper *k = arg;

	record_status(k->o->record, k->session, k->ssh, k->loop.now, out);
	out->wanted = (int64_t)k->o->plan->forwards;
	out->ready = (int64_t)forwards_up(&k->forwarder.machine);
	bulletin_missing(&k->forwarder, out->detail, sizeof out->detail);
}

static void
keeper_asked(void *arg, enum control_request r)
{
	if (r == CONTROL_RESTART)
		keeper_step(arg, ON_AGAIN, 0);
	else if (r == CONTROL_STOP)
		keeper_step(arg, ON_QUIT, 0);
}

static void
keeper_news(void *arg, const char *text)
{
	struct keeper *k = arg;

	person_news(&k->person, k->session, text);
	control_changed(&k->control, keeper_status, k);
}

/* --- orders --- */

static void
keeper_spawn_as(struct keeper *k, struct spawn *as, const char **env)
{
	size_t n = 0;

	snprintf(k->env[0], sizeof k->env[0], "SSHP_EVENTS=%s/events",
	    k->o->dir->path);
	snprintf(k->env[1], sizeof k->env[1], "SSHP_ATTEMPT=%d",
	    k->session->tries);
	env[n++] = k->env[0];
	env[n++] = k->env[1];
	if (k->o->shell != NULL)
		env[n++] = k->o->shell;
	n += porter_env(&k->porter, env + n);
	env[n] = NULL;
	*as = (struct spawn){
		.env = env,
		/* A session's ssh has a terminal to put right. */
		.dies = k->o->plan->tunnel ? SIGKILL : SIGTERM,
		.null_in = k->o->plan->background,
		/* ^C in the script that began it is for us until we go. */
		.deaf = k->o->plan->background,
		.out = k->o->plan->background ? descriptors_null_fd() : 0,
		.err = k->words,
	};
}

/* Opens what is in the directory. */
static int
keeper_places(struct keeper *k)
{
	const struct plan *p = k->o->plan;

	witness_open(&k->witness, rundir_listen(k->o->dir, "events"));
	if (k->witness.listener == -1)
		return -1;
	if ((p->log != NULL || p->background) &&
	    (k->hear.fd = rundir_fifo(k->o->dir, "log")) == -1)
		return -1;
	/* Who reads a pipe there, as in $(... 2>&1), must see its end. */
	if (p->background && (k->daemon || !isatty(STDERR_FILENO)))
		k->words = rundir_writer(k->o->dir, "log");
	if (k->porter.on && porter_listen(&k->porter,
	    rundir_listen(k->o->dir, "secrets"), k->o->dir->path) == -1)
		return -1;
	control_open(&k->control, rundir_listen(k->o->dir, "ctl"));
	return 0;
}

static void
keeper_leave(struct keeper *k)
{
	witness_close(&k->witness);
	control_close(&k->control);
	porter_leave(&k->porter);
	attempt_close(&k->attempt);
	if (k->hear.fd != -1)
		close(k->hear.fd);
	if (k->words > 0)
		close(k->words);
	k->hear.fd = -1;
	k->words = 0;
}

/* Finds another place if ours was removed, as it is when its user logs out. */
static int
keeper_renew(struct keeper *k)
{
	if (rundir_there(k->o->dir))
		return 0;
	keeper_leave(k);
	if (k->o->renew(k->o->arg) == -1 || keeper_places(k) == -1)
		return -1;
	record_enter(k->o->record, k->o->dir);
	return 0;
}

/* The caller of -f sits at the terminal, and can be asked. */
static bool
keeper_asks(const struct keeper *k)
{
	return k->o->caller != -1 ? !k->daemon : !k->session->quiet;
}

static char **
keeper_argv(const struct keeper *k)
{
	const struct plan *p = k->attempt.plan;

	return k->session->quiet && (k->o->caller == -1 || k->daemon) &&
	    !porter_knows(&k->porter) ? p->unasked : p->argv;
}

static void
keeper_spawn(struct keeper *k)
{
	bool placed = keeper_renew(k) == 0;
	const char *env[4 + PORTER_ENV];
	struct spawn as;

	k->guard_said[0] = k->ssh_said[0] = '\0';
	k->exited = false;
	k->stopped = 0;
	witness_forget(&k->witness);
	attempt_begin(&k->attempt);
	login_begin(&k->login);
	porter_begin(&k->porter);
	forwarder_begin(&k->forwarder, attempt_control(&k->attempt));
	person_clear(&k->person);
	tty_discard(&k->tty);
	tty_restore(&k->tty);
	keeper_spawn_as(k, &as, env);
	errno = EIO;
	k->ssh = placed ? spawn(&as, k->o->ssh, keeper_argv(k)) : -1;
	if (as.out != 0)
		close(as.out);
	if (k->ssh == -1) {
		snprintf(k->ssh_said, sizeof k->ssh_said, "%s: %s", k->o->ssh,
		    strerror(errno));
		k->ssh = 0;
		k->exited = true;
		k->exit = FAILED;
		k->exit_due = k->loop.now;
	} else if (!k->attempt.plan->guarded) {
		k->attempt.banner = k->loop.now;
		keeper_step(k, ON_REACH, REACH_STARTED);
	}
}

/* The caller of -f may go: from now on there is nobody to talk to. */
static void
keeper_release(struct keeper *k)
{
	unsigned char status = 0;

	if (k->o->caller == -1 || k->daemon)
		return;
	k->daemon = true;
	k->tty.fd = -1;
	k->person.live = false;
	k->o->log->syslog = k->o->log->silent = true;
	if (k->words == 0)
		k->words = rundir_writer(k->o->dir, "log");
	(void)setsid();
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	(void)descriptors_null(STDERR_FILENO);
	(void)descriptors_write(k->o->caller, &status, 1);
	close(k->o->caller);
}

static void
keeper_signal(const struct keeper *k, int sig)
{
	if (k->ssh > 0 && !k->exited)
		(void)kill(k->ssh, sig);
}

static void
keeper_wait(struct keeper *k)
{
	tty_restore(&k->tty);
	tty_discard(&k->tty);
	if (k->person.live)
		tty_keys(&k->tty);
	k->count_due = k->loop.now;
}

/* Nothing runs: a key of the person's means something. */
static bool
keeper_idle(const struct keeper *k)
{
	return k->session->state == SESSION_WAITING ||
	    k->session->state == SESSION_NEEDS_YOU;
}

static void
keeper_obey(struct keeper *k, unsigned orders)
{
	struct session *s = k->session;
	char text[BULLETIN_TEXT];

	if (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT | ORDER_TELL_END |
	    ORDER_TELL_NEED))
		tty_restore(&k->tty);
	if ((orders & ORDER_TELL_LOST) && !s->tunnel && tty_ours(&k->tty))
		screen_reset();
	if (orders & ORDER_TELL_UP) {
		person_up(&k->person, s, k->loop.now, bulletin_up(
		    &k->forwarder, s->lost != SPAN_NEVER, text));
		keeper_release(k);
	}
	if (record_orders(k->o->record, s, orders, keeper_why(k),
	    k->loop.now))
		control_changed(&k->control, keeper_status, k);
	notifier_orders(&k->notifier, s, orders, keeper_why(k), k->loop.now);
	herald_orders(&k->manager, s, orders, keeper_why(k));
	if (orders & ORDER_TELL_LOST)
		/* A new one at once is what somebody asked for. */
		person_lost(&k->person, s, orders & ORDER_SPAWN ? "restart" :
		    keeper_why(k));
	if (orders & ORDER_TELL_WAIT)
		person_wait(&k->person, s, keeper_why(k));
	if (orders & ORDER_TELL_NEED)
		person_need(&k->person, k->wants);
	if (orders & ORDER_TELL_END)
		person_end(&k->person, s, keeper_why(k));
	if (orders & ORDER_TERM)
		keeper_signal(k, SIGTERM);
	if (orders & ORDER_CONT)
		keeper_signal(k, SIGCONT);
	if (orders & ORDER_KILL)
		keeper_signal(k, SIGKILL);
	if (orders & ORDER_SPAWN)
		keeper_spawn(k);
	else if (keeper_idle(k) && (orders & (ORDER_TELL_LOST |
	    ORDER_TELL_WAIT | ORDER_TELL_NEED)))
		keeper_wait(k);
}

static void
keeper_step(struct keeper *k, enum session_kind kind, int value)
{
	struct session_event e = { kind, value };

	keeper_obey(k, session_step(k->session, k->loop.now, e,
	    chance_draw()));
}

/* --- signals --- */

static void
keeper_reap(struct keeper *k)
{
	int status;

	while (k->ssh > 0 && waitpid(k->ssh, &status,
	    WNOHANG | WUNTRACED | WCONTINUED) == k->ssh) {
		if (WIFSTOPPED(status)) {
			k->stopped = WSTOPSIG(status);
			k->stopped_due = k->loop.now + SETTLE;
		} else if (WIFCONTINUED(status)) {
			k->stopped = 0;
		} else {
			k->exit = WIFSIGNALED(status) ?
			    SESSION_SIGNAL + WTERMSIG(status) :
			    WEXITSTATUS(status);
			k->exited = true;
			k->exit_due = k->loop.now + LAST_WORDS;
			k->stopped = 0;
			k->ssh = 0;
		}
	}
}

/*
 * ssh was stopped.  By ^Z or ~^Z its user wants us stopped as well, and the
 * terminal back; anything else was not its user.
 */
static void
keeper_stopped(struct keeper *k)
{
	int sig = k->stopped;

	if (sig == 0 || k->loop.now < k->stopped_due)
		return;
	k->stopped = 0;
	if (sig == SIGSTOP) {
		keeper_step(k, ON_FROZEN, 0);
		return;
	}
	if (k->daemon) {
		keeper_signal(k, SIGCONT);
		return;
	}
	signals_die(SIGTSTP);
	keeper_signal(k, SIGCONT);
}

/* ^Z where ssh has not made it a byte: ssh, if it runs, got it, too. */
static void
keeper_suspend(struct keeper *k)
{
	bool waiting = keeper_idle(k);

	if (k->daemon)
		return;
	if (waiting) {
		person_clear(&k->person);
		tty_restore(&k->tty);
	}
	signals_die(SIGTSTP);
	k->loop.now = clock_now();
	if (waiting)
		keeper_wait(k);
}

static void
keeper_signals(struct keeper *k)
{
	int sig;

	while ((sig = signals_take(k->signals)) != 0) {
		if (sig == SIGCHLD) {
			keeper_reap(k);
			forwarder_reap(&k->forwarder, k->loop.now);
		} else if (sig == SIGUSR1)
			keeper_step(k, ON_AGAIN, 0);
		else if (sig == SIGTSTP)
			keeper_suspend(k);
		else
			keeper_step(k, ON_STOP, sig);
	}
}

/* --- the loop --- */

/* ssh's end counts once its guard has told all it knows. */
static void
keeper_exit(struct keeper *k)
{
	if (!k->exited || (witness_present(&k->witness) &&
	    k->loop.now < k->exit_due))
		return;
	hear_read(&k->hear, keeper_line, k);
	forwarder_lost(&k->forwarder);
	porter_end(&k->porter, k->login.denied);
	k->exited = false;
	if ((k->wants = keeper_wants(k)) != NULL)
		keeper_step(k, ON_NEED, 0);
	keeper_step(k, ON_EXIT, k->exit);
}

static void
keeper_lower(struct keeper *k)
{
	loop_lower(&k->loop, k->session->timer);
	loop_lower(&k->loop, k->checker.machine.timer);
	loop_lower(&k->loop, k->notifier.machine.timer);
	loop_lower(&k->loop, k->manager.due);
	if (k->exited)
		loop_lower(&k->loop, k->exit_due);
	if (k->stopped != 0)
		loop_lower(&k->loop, k->stopped_due);
	if (k->session->state == SESSION_WAITING)
		loop_lower(&k->loop, k->count_due);
	if (k->ssh == 0 || k->exited)
		return;
	attempt_lower(&k->attempt, &k->loop);
	forwarder_lower(&k->forwarder, &k->loop);
}

/* ssh asks what only a person can answer, and nobody is there. */
static void
keeper_needs(struct keeper *k)
{
	keeper_step(k, ON_CAUSE, CAUSE_DENIED);
	keeper_signal(k, SIGTERM);
}

static void
keeper_turn(struct keeper *k)
{
	bool keys = keeper_idle(k) && k->person.live;
	int signals, words, appear, resume, caller, key;

	loop_begin(&k->loop);
	signals = loop_watch(&k->loop, k->signals, POLLIN);
	words = loop_watch(&k->loop, k->hear.fd, POLLIN);
	appear = loop_watch(&k->loop, k->attempt.appear, POLLIN);
	resume = loop_watch(&k->loop, k->resume.fd, POLLIN);
	caller = loop_watch(&k->loop, k->daemon ? -1 : k->o->caller, 0);
	key = loop_watch(&k->loop, keys && tty_ours(&k->tty) ? k->tty.fd : -1,
	    POLLIN);
	witness_watch(&k->witness, &k->loop);
	porter_watch(&k->porter, &k->loop);
	control_watch(&k->control, &k->loop);
	keeper_lower(k);
	if (loop_wait(&k->loop) == -1)
		return;
	witness_take(&k->witness, &k->loop, k->ssh, keeper_event, k);
	if (loop_ready(&k->loop, words))
		hear_read(&k->hear, keeper_line, k);
	if (loop_ready(&k->loop, appear))
		appear_take(k->attempt.appear);
	if (loop_ready(&k->loop, signals))
		keeper_signals(k);
	if (loop_ready(&k->loop, resume) && resume_slept(&k->resume))
		keeper_step(k, ON_HASTE, 0);
	if (loop_ready(&k->loop, caller))
		keeper_step(k, ON_STOP, SIGTERM);
	if (loop_ready(&k->loop, key) && tty_enter(&k->tty))
		keeper_step(k, ON_PERSON, 0);
	if (porter_take(&k->porter, &k->loop, k->ssh, keeper_asks(k)))
		keeper_needs(k);
	control_take(&k->control, &k->loop, keeper_asked, keeper_status, k);
	keeper_stopped(k);
	keeper_look(k);
	keeper_exit(k);
	if (checker_turn(&k->checker, k->loop.now,
	    k->session->state == SESSION_UP))
		keeper_step(k, ON_SERVICE, 0);
	notifier_turn(&k->notifier, k->loop.now);
	manager_beat(&k->manager, k->loop.now);
	if (k->loop.now >= k->session->timer)
		keeper_step(k, ON_TIME, 0);
	if (k->session->state == SESSION_WAITING &&
	    k->loop.now >= k->count_due)
		k->count_due = person_count(&k->person, k->session,
		    k->loop.now);
}

static int
keeper_open(struct keeper *k)
{
	static const int caught[] = { SIGCHLD, SIGTERM, SIGINT, SIGHUP,
	    SIGQUIT, SIGUSR1, SIGTSTP };
	const struct plan *p = k->o->plan;

	if ((k->signals = signals_open(caught,
	    sizeof caught / sizeof *caught)) == -1)
		return -1;
	if (keeper_places(k) == -1)
		return -1;
	if (p->log_to != NULL && (k->log_to = log_open(p->log_to)) == -1)
		return -1;
	if (forwarder_open(&k->forwarder, p, k->o->ssh, keeper_news, k) == -1)
		return -1;
	checker_open(&k->checker, p->check, p->interval, k->o->name,
	    !p->tunnel);
	notifier_open(&k->notifier, p->notify, k->o->name, !p->tunnel,
	    keeper_news, k);
	if (p->tunnel)
		forwarder_note(&k->forwarder, k->o->record->registry.dir,
		    k->o->record->id);
	resume_open(&k->resume);
	tty_save(&k->tty, STDIN_FILENO);
	k->person.live = k->tty.fd != -1 && isatty(STDERR_FILENO) &&
	    k->o->caller == -1;
	return 0;
}

static void
keeper_close(struct keeper *k)
{
	person_clear(&k->person);
	tty_restore(&k->tty);
	keeper_leave(k);
	porter_close(&k->porter);
	resume_close(&k->resume);
	forwarder_close(&k->forwarder);
	checker_close(&k->checker);
	if (k->log_to != -1)
		close(k->log_to);
}

/* The caller of -f still waits: tell it that there is nothing to wait for. */
static void
keeper_excuse(const struct keeper *k)
{
	unsigned char status = (unsigned char)k->session->status;

	if (k->o->caller == -1 || k->daemon)
		return;
	if (status == 0)
		status = FAILED;
	(void)descriptors_write(k->o->caller, &status, 1);
}

int
keeper_run(const struct keeper_options *o, struct session *s, int *stop)
{
	struct keeper k = {
		.o = o, .session = s, .hear.fd = -1, .signals = -1,
		.log_to = -1, .witness.listener = -1, .tty.fd = -1,
		.control.listener = -1,
		.person = { .name = o->name, .log = o->log,
		    .quiet = o->plan->quiet },
		.count_due = SPAN_NEVER,
	};

	*stop = 0;
	attempt_open(&k.attempt, o->plan, o->apart, o->dir->path);
	manager_open(&k.manager, o->manager, clock_now());
	if (porter_open(&k.porter, o->askpass) == -1) {
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
	keeper_step(&k, ON_START, 0);
	while (s->state != SESSION_OVER)
		keeper_turn(&k);
	keeper_close(&k);
	keeper_excuse(&k);
	notifier_finish(&k.notifier, &k.loop, k.signals);
	manager_close(&k.manager);
	*stop = s->stop;
	return s->status;
}
