/* SPDX-License-Identifier: ISC */
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "keep/saying.h"
#include "run/hear.h"
#include "run/keeper.h"
#include "run/person.h"
#include "run/witness.h"
#include "sys/appear.h"
#include "sys/chance.h"
#include "sys/clock.h"
#include "sys/descriptors.h"
#include "sys/files.h"
#include "sys/resume.h"
#include "sys/signals.h"
#include "sys/spawn.h"
#include "sys/tty.h"

enum {
	FAILED = 255,
	SETTLE = 50,		/* a stop that lasts is one, ms */
	LAST_WORDS = 1000,	/* for a guard's, once ssh has ended, ms */
	GRANTED = 5000,		/* remote forwards are granted in less, ms */
	SIGNLESS = 10000,	/* alive so long is logged in, ms */
	LOOK = 200		/* for the socket where nothing tells, ms */
};

struct keeper {
	const struct keeper_options *o;
	struct session *session;
	struct person person;
	struct loop loop;
	struct tty tty;
	struct resume resume;
	struct witness witness;
	struct hear hear;
	int signals, appear;
	int log_to;		/* the user's -E; -1: there is none */
	int words;		/* where ssh's standard error goes; 0: ours */
	pid_t ssh;		/* 0: none runs */
	bool exited;		/* it has; the rest of its words is awaited */
	int exit;		/* as in ON_EXIT */
	int64_t exit_due;
	int stopped;		/* the signal that stopped it, or 0 */
	int64_t stopped_due;
	uint64_t foreign;	/* a control socket that was there before */
	size_t grants;
	int64_t banner, authenticated;	/* when; or SPAN_NEVER */
	int64_t count_due;	/* of the countdown */
	char guard_said[480];	/* why it ended, by the guard */
	char ssh_said[400];	/* by ssh */
	char env[2][128];
	bool daemon;		/* the caller has been released */
};

static void	keeper_step(struct keeper *, enum session_kind, int);

static const char *
keeper_why(const struct keeper *k)
{
	enum session_cause c = k->session->cause;

	if (c == CAUSE_DENIED || c == CAUSE_HOST_KEY || c == CAUSE_FROZEN)
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

	line = saying_text(line);
	k->grants += s.granted;
	if (k->log_to != -1 && (k->o->plan->verbose || !s.debug))
		log_line(k->log_to, line);
	else if (k->o->plan->verbose || (!s.debug && !s.noise))
		person_repeat(&k->person, k->session, line);
	if (s.debug && s.cause == CAUSE_UNKNOWN)
		return;
	if (s.cause != CAUSE_UNKNOWN || k->ssh_said[0] == '\0')
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
		k->banner = k->loop.now;
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

/* True if the socket that means "logged in" is there, and is this ssh's. */
static bool
keeper_socket(const struct keeper *k)
{
	const char *path = k->o->plan->control;
	uint64_t id = path == NULL ? 0 : appear_socket(path);

	return id != 0 && id != k->foreign;
}

static bool
keeper_logged_in(struct keeper *k)
{
	if (k->authenticated == SPAN_NEVER) {
		if (!keeper_socket(k) && (k->banner == SPAN_NEVER ||
		    k->loop.now < k->banner + SIGNLESS ||
		    (k->o->plan->control != NULL && k->foreign == 0)))
			return false;
		k->authenticated = k->loop.now;
		keeper_step(k, ON_REACH, REACH_AUTHENTICATED);
	}
	return true;
}

static void
keeper_look(struct keeper *k)
{
	if (k->ssh == 0 || k->exited ||
	    k->session->state != SESSION_TRYING || !keeper_logged_in(k))
		return;
	if (k->grants >= k->o->plan->grants ||
	    k->loop.now >= k->authenticated + GRANTED)
		keeper_step(k, ON_REACH, REACH_READY);
}

/* --- orders --- */

static void
keeper_spawn_as(struct keeper *k, struct spawn *as, const char *env[4])
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
	if (p->control != NULL)
		k->appear = appear_open(p->control);
	return 0;
}

static void
keeper_leave(struct keeper *k)
{
	witness_close(&k->witness);
	if (k->hear.fd != -1)
		close(k->hear.fd);
	if (k->appear != -1)
		close(k->appear);
	if (k->words > 0)
		close(k->words);
	k->hear.fd = k->appear = -1;
	k->words = 0;
}

/* Finds another place if ours was removed, as it is when its user logs out. */
static int
keeper_renew(struct keeper *k)
{
	if (rundir_there(k->o->dir))
		return 0;
	keeper_leave(k);
	return k->o->renew(k->o->arg) == -1 ? -1 : keeper_places(k);
}

static void
keeper_spawn(struct keeper *k)
{
	bool placed = keeper_renew(k) == 0;
	const struct plan *p = k->o->plan;
	const char *env[4];
	struct spawn as;

	k->guard_said[0] = k->ssh_said[0] = '\0';
	k->banner = k->authenticated = SPAN_NEVER;
	k->grants = 0;
	k->exited = false;
	k->stopped = 0;
	k->foreign = 0;
	witness_forget(&k->witness);
	if (p->control != NULL && strncmp(p->control, k->o->dir->path,
	    strlen(k->o->dir->path)) == 0)
		(void)unlink(p->control);
	else if (p->control != NULL)
		k->foreign = appear_socket(p->control);
	person_clear(&k->person);
	tty_discard(&k->tty);
	tty_restore(&k->tty);
	keeper_spawn_as(k, &as, env);
	errno = EIO;
	k->ssh = placed ? spawn(&as, k->o->ssh, p->argv) : -1;
	if (as.out != 0)
		close(as.out);
	if (k->ssh == -1) {
		snprintf(k->ssh_said, sizeof k->ssh_said, "%s: %s", k->o->ssh,
		    strerror(errno));
		k->ssh = 0;
		k->exited = true;
		k->exit = FAILED;
		k->exit_due = k->loop.now;
	} else if (!p->guarded) {
		k->banner = k->loop.now;
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

static void
keeper_obey(struct keeper *k, unsigned orders)
{
	struct session *s = k->session;

	if (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT | ORDER_TELL_END))
		tty_restore(&k->tty);
	if (orders & ORDER_TELL_UP) {
		person_up(&k->person, s, k->loop.now);
		keeper_release(k);
	}
	if (orders & ORDER_TELL_LOST)
		person_lost(&k->person, s, keeper_why(k));
	if (orders & ORDER_TELL_WAIT)
		person_wait(&k->person, s, keeper_why(k));
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
	else if (s->state == SESSION_WAITING &&
	    (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT)))
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
	bool waiting = k->session->state == SESSION_WAITING;

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
		if (sig == SIGCHLD)
			keeper_reap(k);
		else if (sig == SIGUSR1)
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
	k->exited = false;
	keeper_step(k, ON_EXIT, k->exit);
}

static void
keeper_lower(struct keeper *k)
{
	loop_lower(&k->loop, k->session->timer);
	if (k->exited)
		loop_lower(&k->loop, k->exit_due);
	if (k->stopped != 0)
		loop_lower(&k->loop, k->stopped_due);
	if (k->session->state == SESSION_WAITING)
		loop_lower(&k->loop, k->count_due);
	if (k->session->state != SESSION_TRYING || k->exited)
		return;
	if (k->authenticated != SPAN_NEVER)
		loop_lower(&k->loop, k->authenticated + GRANTED);
	else if (k->appear == -1)
		loop_lower(&k->loop, k->loop.now + LOOK);
	else if (k->banner != SPAN_NEVER &&
	    (k->o->plan->control == NULL || k->foreign != 0))
		loop_lower(&k->loop, k->banner + SIGNLESS);
}

static void
keeper_turn(struct keeper *k)
{
	bool keys = k->session->state == SESSION_WAITING && k->person.live;
	int signals, words, appear, resume, caller, key;

	loop_begin(&k->loop);
	signals = loop_watch(&k->loop, k->signals, POLLIN);
	words = loop_watch(&k->loop, k->hear.fd, POLLIN);
	appear = loop_watch(&k->loop, k->appear, POLLIN);
	resume = loop_watch(&k->loop, k->resume.fd, POLLIN);
	caller = loop_watch(&k->loop, k->daemon ? -1 : k->o->caller, 0);
	key = loop_watch(&k->loop, keys && tty_ours(&k->tty) ? k->tty.fd : -1,
	    POLLIN);
	witness_watch(&k->witness, &k->loop);
	keeper_lower(k);
	if (loop_wait(&k->loop) == -1)
		return;
	witness_take(&k->witness, &k->loop, k->ssh, keeper_event, k);
	if (loop_ready(&k->loop, words))
		hear_read(&k->hear, keeper_line, k);
	if (loop_ready(&k->loop, appear))
		appear_take(k->appear);
	if (loop_ready(&k->loop, signals))
		keeper_signals(k);
	if (loop_ready(&k->loop, resume) && resume_slept(&k->resume))
		keeper_step(k, ON_HASTE, 0);
	if (loop_ready(&k->loop, caller))
		keeper_step(k, ON_STOP, SIGTERM);
	if (loop_ready(&k->loop, key) && tty_enter(&k->tty))
		keeper_step(k, ON_HASTE, 0);
	keeper_stopped(k);
	keeper_look(k);
	keeper_exit(k);
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
	resume_close(&k->resume);
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
		.appear = -1, .log_to = -1, .witness.listener = -1, .tty.fd = -1,
		.person = { .name = o->name, .log = o->log,
		    .quiet = o->plan->quiet },
		.count_due = SPAN_NEVER,
	};

	*stop = 0;
	if (keeper_open(&k) == -1) {
		log_say(o->log, "%s: %s", o->plan->log_to != NULL &&
		    k.log_to == -1 ? o->plan->log_to : o->dir->path,
		    strerror(errno));
		keeper_close(&k);
		return FAILED;
	}
	k.loop.now = clock_now();
	keeper_step(&k, ON_START, 0);
	while (s->state != SESSION_OVER)
		keeper_turn(&k);
	keeper_close(&k);
	keeper_excuse(&k);
	*stop = s->stop;
	return s->status;
}
