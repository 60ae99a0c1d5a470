/* SPDX-License-Identifier: ISC */
/* Carries out the orders of the session. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/supervisor_internal.h"
#include "sys/randomness.h"
#include "sys/service_manager.h"

/* Reports the session's orders to the service manager; why: the reason. */
static void
readiness_orders(struct service_manager *m, const struct session *s,
    unsigned orders, const char *why)
{
	char text[500];

	if ((orders & ORDER_QUIT) || (s->stop != 0 && (orders & ORDER_TERM)))
		service_manager_stopping(m);
	if (orders & ORDER_TELL_UP) {
		service_manager_ready(m, "up");
	} else if (orders & (ORDER_TELL_LOST | ORDER_TELL_WAIT |
	    ORDER_TELL_NEED)) {
		snprintf(text, sizeof text, "%s: %s",
		    orders & ORDER_TELL_LOST ? "lost" :
		    orders & ORDER_TELL_NEED ? "needs you" : "waiting", why);
		service_manager_status(m, text);
	} else if (orders & ORDER_TELL_END) {
		service_manager_status(m, s->status == 0 ? "stopped" : why);
	}
}

int
supervisor_enter(struct supervisor *k)
{
	struct plan_process p = plan_process(k->o->plan);

	return endpoints_open(&k->endpoints, k->o->dir, p.log_pipe,
	    p.error_pipe);
}

void
supervisor_leave(struct supervisor *k)
{
	endpoints_close(&k->endpoints);
	attempt_close(&k->attempt);
}

/* The system may remove the run directory when the user logs out. */
int
supervisor_renew(struct supervisor *k)
{
	(void)publication_renew(k->o->record);
	if (endpoints_there(&k->endpoints, k->o->dir))
		return 0;
	registration_close(&k->registration);
	supervisor_leave(k);
	if (plans_renew(k->o->plans) == -1 || supervisor_enter(k) == -1)
		return -1;
	publication_enter(k->o->record, k->o->dir);
	registration_open(&k->registration, k->o->dir, k->o->record);
	return 0;
}

struct ask_policy
supervisor_ask_policy(const struct supervisor *k)
{
	return (struct ask_policy){
		.quiet = k->session->quiet,
		.foreground = k->background.fd != -1,
		.background = k->background.released,
		.terminal = k->terminal.tty.fd != -1,
		.askpass = getenv("SSH_ASKPASS") != NULL,
		.remembered = askpass_server_knows(&k->endpoints.askpass),
		.password = k->endpoints.askpass.on,
		.user_askpass = k->o->user_askpass, .refused = k->refused,
	};
}

bool
supervisor_may_ask(const struct supervisor *k)
{
	struct ask_policy a = supervisor_ask_policy(k);

	return ask_policy_terminal(&a);
}

/* With -f: lets the process that the user started exit. */
static void
orders_release(struct supervisor *k)
{
	if (k->background.fd == -1)
		return;
	terminal_leave(&k->terminal);
	k->o->log->syslog = k->o->log->silent = true;
	background_release(&k->background);
}

bool
supervisor_idle(const struct supervisor *k)
{
	return k->session->state == SESSION_WAITING ||
	    k->session->state == SESSION_NEEDS_YOU;
}

static const char *
orders_why(const struct supervisor *k)
{
	return session_reason_text(&k->reason, k->session, k->wants,
	    k->checker.why);
}

void
supervisor_status(void *arg, struct control_status *out)
{
	const struct supervisor *k = arg;

	publication_status(k->o->record, k->session, k->ssh.pid, k->loop.now,
	    out);
	out->wanted = (int64_t)k->o->plan->forwards;
	out->ready = (int64_t)forwarder_up(&k->forwarder);
	if (k->session->state == SESSION_UP) {
		out->follows = guard_events_asks(&k->endpoints.guards,
		    k->loop.now);
		out->path = guard_events_path(&k->endpoints.guards,
		    k->loop.now);
	}
	forwards_text_missing(&k->forwarder, out->detail, sizeof out->detail);
	forwards_text_ports(&k->forwarder, out->ports, sizeof out->ports);
	held_clients_status(&k->held, out);
	out->asked = k->reloader.asked;
	out->reloads = k->reloader.ended;
	out->reloaded = k->reloader.result;
	snprintf(out->reload, sizeof out->reload, "%s", k->reloader.text);
}

/* Reports the orders to the user, sshpctl and all others. */

static void
orders_tell(struct supervisor *k, unsigned orders)
{
	struct session *s = k->session;
	const char *why = orders_why(k);
	char text[FORWARDS_TEXT_TEXT];

	if (orders & ORDER_TELL_LOST)
		k->repeats.n = 0;
	forwards_text_ports(&k->forwarder, k->o->record->ports,
	    sizeof k->o->record->ports);
	k->notifier.ports = k->o->record->ports;
	if (orders & ORDER_TELL_UP) {
		messages_up(&k->terminal.messages, s, k->loop.now,
		    forwards_text_up( &k->forwarder, s->lost != SPAN_NEVER,
		    text));
		orders_release(k);
	}
	if (publication_orders(k->o->record, s, orders, why, k->loop.now))
		control_changed(&k->endpoints.control, supervisor_status, k);
	notifier_orders(&k->notifier, s, orders, why, k->loop.now);
	readiness_orders(&k->manager, s, orders, why);
	terminal_orders(&k->terminal, s, orders);
	messages_orders(&k->terminal.messages, s, orders, why);
}

void
supervisor_signal(const struct supervisor *k, int sig)
{
	if (k->ssh.pid > 0)
		(void)kill(k->ssh.pid, sig);
}

static void
orders_obey(struct supervisor *k, unsigned orders)
{
	orders_tell(k, orders);
	if (orders & (ORDER_TERM | ORDER_KILL))
		supervisor_attempt_stop(k);
	if (orders & ORDER_TERM)
		supervisor_signal(k, SIGTERM);
	if (orders & ORDER_CONT)
		supervisor_signal(k, SIGCONT);
	if (orders & ORDER_KILL)
		supervisor_signal(k, SIGKILL);
	if (orders & ORDER_SPAWN)
		supervisor_attempt(k);
	else if (supervisor_idle(k) && (orders & (ORDER_TELL_LOST |
	    ORDER_TELL_WAIT | ORDER_TELL_NEED)))
		terminal_wait(&k->terminal, k->loop.now);
}

void
supervisor_step(struct supervisor *k, enum session_kind kind, int value)
{
	struct session_event e = { kind, value };

	orders_obey(k, session_step(k->session, k->loop.now, e,
	    randomness_draw()));
}
