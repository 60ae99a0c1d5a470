/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/forwards_text.h"
#include "sshp/readiness.h"
#include "sshp/supervisor_internal.h"
#include "sys/randomness.h"

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
	if (orders & (ORDER_TERM | ORDER_KILL))
		dialling_stop(k);
	if (orders & ORDER_TERM)
		ssh_signal(&k->ssh, SIGTERM);
	if (orders & ORDER_CONT)
		ssh_signal(&k->ssh, SIGCONT);
	if (orders & ORDER_KILL)
		ssh_signal(&k->ssh, SIGKILL);
	if (orders & ORDER_SPAWN)
		dialling_begin(k);
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
