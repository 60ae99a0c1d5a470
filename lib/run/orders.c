/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/span.h"
#include "run/bulletin.h"
#include "run/herald.h"
#include "run/keeping.h"
#include "sys/chance.h"
#include "sys/descriptors.h"

int
keeper_doors(struct keeper *k)
{
	const struct plan *p = k->o->plan;

	return doors_open(&k->doors, k->o->dir, p->log != NULL ||
	    p->background,
	    /*
	     * Who reads a pipe there, as in $(... 2>&1), or has the other
	     * side of the terminal, must see its end.
	     */
	    p->background);
}

void
keeper_leave(struct keeper *k)
{
	doors_close(&k->doors);
	attempt_close(&k->attempt);
}

/* Ours goes when its user logs out. */
int
keeper_renew(struct keeper *k)
{
	(void)record_renew(k->o->record);
	if (doors_there(&k->doors, k->o->dir))
		return 0;
	premises_close(&k->premises);
	keeper_leave(k);
	if (k->o->renew(k->o->arg) == -1 || keeper_doors(k) == -1)
		return -1;
	record_enter(k->o->record, k->o->dir);
	premises_open(&k->premises, k->o->dir, k->o->record);
	return 0;
}

bool
keeper_asks(const struct keeper *k)
{
	return k->caller.fd != -1 || (!k->caller.gone && !k->session->quiet);
}

static char **
keeper_argv(const struct keeper *k)
{
	const struct plan *p = k->attempt.plan;

	if (!k->session->quiet || k->caller.fd != -1 ||
	    porter_knows(&k->doors.porter))
		return p->argv;
	return k->o->answers && !k->refused ? p->answered : p->unasked;
}

/* 0, or -1 and errno. */
static int
keeper_start(struct keeper *k)
{
	bool background = k->o->plan->background;
	const char *env[DOORS_ENV + 2];
	size_t n = doors_env(&k->doors, k->o->dir, env);
	struct spawn as = {
		.env = env,
		/* A session's ssh has a terminal to put right. */
		.dies = k->o->plan->tunnel ? SIGKILL : SIGTERM,
		.null_in = background,
		/*
		 * ^C in the script that began it is for us until we go; and
		 * when the leader of its session ends, the kernel hangs up
		 * on those that we leave behind.
		 */
		.deaf = background,
		.out = background ? descriptors_null_fd() : 0,
		.err = k->doors.words,
	};
	int started;

	if (k->o->shell != NULL)
		env[n++] = k->o->shell;
	env[n] = NULL;
	started = ssh_start(&k->ssh, &as, k->o->ssh, keeper_argv(k),
	    k->loop.now);
	if (as.out != 0)
		close(as.out);
	return started;
}

void
keeper_dial(struct keeper *k)
{
	bool placed = keeper_renew(k) == 0;

	attempt_begin(&k->attempt);
	forwarder_begin(&k->forwarder, attempt_control(&k->attempt));
	terminal_yield(&k->terminal);
	errno = EIO;
	if (!placed || keeper_start(k) == -1) {
		reason_start(&k->reason, k->o->ssh, errno);
		ssh_failed(&k->ssh, k->loop.now);
		return;
	}
	k->attempt.pid = k->ssh.pid;
	if (!k->attempt.plan->guarded) {
		k->attempt.banner = k->loop.now;
		keeper_step(k, ON_REACH, REACH_STARTED);
	}
}

/* True if a person may be asked by this attempt: nobody waits behind that. */
static bool
keeper_attended(const struct keeper *k)
{
	return !k->session->quiet && (k->terminal.tty.fd != -1 ||
	    getenv("SSH_ASKPASS") != NULL);
}

static void
keeper_spawn(struct keeper *k)
{
	k->guard_over = k->alone = false;
	k->alone_due = SPAN_NEVER;
	reason_begin(&k->reason);
	witness_forget(&k->doors.witness);
	login_begin(&k->login);
	porter_begin(&k->doors.porter);
	if (keeper_attended(k) || login_queue_enter(&k->logins,
	    k->o->record->beside, k->o->plan->first, k->loop.now))
		keeper_dial(k);
}

void
keeper_undial(struct keeper *k)
{
	const struct session *s = k->session;
	enum login_outcome o = LOGIN_ANSWERED;

	if (s->reach < REACH_BANNER && s->cause == CAUSE_CLOSED)
		o = LOGIN_DROPPED;
	else if (s->reach < REACH_BANNER)
		o = s->cause == CAUSE_REFUSED || s->cause == CAUSE_UNANSWERED ?
		    LOGIN_FAILED : LOGIN_OTHER;
	login_queue_leave(&k->logins, o, k->loop.now);
}

/* Ends ssh; one that still waits for its turn has ended by that. */
static void
keeper_term(struct keeper *k)
{
	if (login_queue_waits(&k->logins)) {
		login_queue_leave(&k->logins, LOGIN_OTHER, k->loop.now);
		ssh_failed(&k->ssh, k->loop.now);
	}
	ssh_signal(&k->ssh, SIGTERM);
}

/* The caller of -f may go. */
static void
keeper_release(struct keeper *k)
{
	if (k->caller.fd == -1)
		return;
	terminal_leave(&k->terminal);
	k->o->log->syslog = k->o->log->silent = true;
	caller_release(&k->caller);
}

bool
keeper_idle(const struct keeper *k)
{
	return k->session->state == SESSION_WAITING ||
	    k->session->state == SESSION_NEEDS_YOU;
}

static const char *
keeper_why(const struct keeper *k)
{
	return reason_text(&k->reason, k->session, k->wants, k->checker.why);
}

void
keeper_status(void *arg, struct control_status *out)
{
	const struct keeper *k = arg;

	record_status(k->o->record, k->session, k->ssh.pid, k->loop.now,
	    out);
	out->wanted = (int64_t)k->o->plan->forwards;
	out->ready = (int64_t)forwards_up(&k->forwarder.machine);
	bulletin_missing(&k->forwarder, out->detail, sizeof out->detail);
	bulletin_ports(&k->forwarder, out->ports, sizeof out->ports);
}

/* Tells all who are to know. */
static void
keeper_tell(struct keeper *k, unsigned orders)
{
	struct session *s = k->session;
	const char *why = keeper_why(k);
	char text[BULLETIN_TEXT];

	if (orders & ORDER_TELL_LOST)
		k->told.n = 0;
	bulletin_ports(&k->forwarder, k->o->record->ports,
	    sizeof k->o->record->ports);
	k->notifier.ports = k->o->record->ports;
	if (orders & ORDER_TELL_UP) {
		person_up(&k->terminal.person, s, k->loop.now, bulletin_up(
		    &k->forwarder, s->lost != SPAN_NEVER, text));
		keeper_release(k);
	}
	if (record_orders(k->o->record, s, orders, why, k->loop.now))
		control_changed(&k->doors.control, keeper_status, k);
	notifier_orders(&k->notifier, s, orders, why, k->loop.now);
	herald_orders(&k->manager, s, orders, why);
	terminal_orders(&k->terminal, s, orders, why);
}

static void
keeper_obey(struct keeper *k, unsigned orders)
{
	keeper_tell(k, orders);
	if (orders & ORDER_TERM)
		keeper_term(k);
	if (orders & ORDER_CONT)
		ssh_signal(&k->ssh, SIGCONT);
	if (orders & ORDER_KILL)
		ssh_signal(&k->ssh, SIGKILL);
	if (orders & ORDER_SPAWN)
		keeper_spawn(k);
	else if (keeper_idle(k) && (orders & (ORDER_TELL_LOST |
	    ORDER_TELL_WAIT | ORDER_TELL_NEED)))
		terminal_wait(&k->terminal, k->loop.now);
}

void
keeper_step(struct keeper *k, enum session_kind kind, int value)
{
	struct session_event e = { kind, value };

	keeper_obey(k, session_step(k->session, k->loop.now, e,
	    chance_draw()));
}
