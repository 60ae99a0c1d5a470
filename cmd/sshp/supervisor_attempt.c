/* SPDX-License-Identifier: ISC */
/* From the order to start ssh to the running ssh. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "plan/config_edit.h"
#include "sshp/supervisor_internal.h"
#include "sys/descriptors.h"
#include "sys/subprocess.h"

static char **
attempt_argv(const struct supervisor *k)
{
	const struct plan *p = k->attempt.plan;
	struct ask_policy a = supervisor_ask_policy(k);

	switch (ask_policy_args(&a)) {
	case ASK_POLICY_ASK:
		return p->argv;
	case ASK_POLICY_ONCE:
		return p->argv_once;
	case ASK_POLICY_NEVER:
		break;
	}
	return p->argv_batch;
}

/* 0, or -1 and errno. */
static int
attempt_ssh(struct supervisor *k)
{
	struct plan_process p = plan_process(k->o->plan);
	const char *env[ENDPOINTS_ENV + 2];
	size_t n = endpoints_env(&k->endpoints, k->o->dir, env);
	struct subprocess as = {
		.env = env,
		.dies = p.kill ? SIGKILL : SIGTERM,
		.null_in = p.null_in, .deaf = p.deaf,
		.out = p.null_out ? descriptors_null_fd() : 0,
		.err = k->endpoints.ssh_stderr,
	};

	if (k->o->plans->shell != NULL)
		env[n++] = k->o->plans->shell;
	env[n] = NULL;
	k->ssh = (struct ssh_child){
		.pid = subprocess(&as, k->o->ssh, attempt_argv(k)) };
	if (as.out != 0)
		close(as.out);
	return k->ssh.pid == -1 ? -1 : 0;
}

static void
attempt_start(struct supervisor *k)
{
	bool placed = supervisor_renew(k) == 0;

	k->reloader.later[0] = '\0';
	attempt_begin(&k->attempt);
	forwarder_begin(&k->forwarder, attempt_control(&k->attempt));
	errno = EIO;
	if (!placed || held_clients_begin(&k->held, k->loop.now) == -1 ||
	    attempt_ssh(k) == -1) {
		session_reason_no_ssh(&k->reason, k->o->ssh, strerror(errno));
		ssh_child_failed(&k->ssh, k->loop.now);
		return;
	}
	k->attempt.pid = k->ssh.pid;
	progress_begin(&k->endpoints.guards.progress, k->attempt.plan->progress,
	    k->loop.now);
	if (!k->attempt.plan->guarded) {
		k->attempt.banner = k->loop.now;
		supervisor_step(k, ON_REACH, REACH_STARTED);
	}
}

/* The settings are known: waits for a login slot. */
static void
attempt_enter(struct supervisor *k)
{
	struct ask_policy a = supervisor_ask_policy(k);

	k->dialled = true;
	if (ask_policy_attended(&a) || login_queue_enter(&k->logins,
	    k->o->record->parent, k->o->plan->first, k->loop.now))
		attempt_start(k);
}

void
supervisor_attempt(struct supervisor *k)
{
	guard_killed_begin(&k->guard_killed);
	(void)supervisor_renew(k);
	session_reason_begin(&k->reason);
	guard_events_forget(&k->endpoints.guards);
	needs_you_begin(&k->need);
	sshlog_session_begin(&k->end);
	askpass_server_begin(&k->endpoints.askpass);
	terminal_yield(&k->terminal);
	/* sshp has just evaluated ssh_config for the first attempt. */
	if (!k->dialled || evaluation_child_start(&k->evaluation,
	    plans_evaluate, k->o->plans, k->endpoints.ssh_stderr,
	    k->loop.now) == -1)
		attempt_enter(k);
}

void
supervisor_change(struct supervisor *k, const struct plans_change *c)
{
	const struct plan *p = k->o->plan;
	bool live = k->ssh.pid != 0;

	k->session->always = c->session.always;
	k->session->backoff = c->session.backoff;
	k->session->max_tries = c->session.max_tries;
	if ((live ? forwarder_edit(&k->forwarder, c->previous, k->loop.now) :
	    forwarder_change(&k->forwarder, c->previous)) == -1)
		input_news(k, "forwards: out of memory");
	if (held_clients_change(&k->held, live, k->loop.now) == -1)
		input_news(k, "PersistHold: out of memory");
	checker_change(&k->checker, p->check, p->interval);
	notifier_change(&k->notifier, p->notify);
	if (c->effects & CONFIG_EDIT_BANNER)
		banner_timeout_start(&k->banner, p->banner, p->banner_fixed);
	if (c->effects & CONFIG_EDIT_PASSWORDS)
		askpass_server_forget(&k->endpoints.askpass);
	askpass_server_change(&k->endpoints.askpass, p->password);
	if (c->effects & CONFIG_EDIT_RECLAIM)
		forwarder_forget(&k->forwarder);
	publication_change(k->o->record, c->identity);
}

/* An evaluation ended, or sshp ended it at its deadline. */
static void
attempt_evaluated(struct supervisor *k, const char *text)
{
	struct plans_change c;

	plans_edit(k->o->plans, text, k->evaluation.n, &c);
	if (c.say[0] != '\0')
		input_news(k, c.say);
	if (c.applied)
		supervisor_change(k, &c);
	attempt_enter(k);
}

void
supervisor_attempt_turn(struct supervisor *k)
{
	enum evaluation_child_state state = EVALUATION_CHILD_RUNS;

	evaluation_child_reap(&k->evaluation);
	if (k->evaluation.pid != 0)
		state = evaluation_child_take(&k->evaluation, &k->loop);
	if (state != EVALUATION_CHILD_RUNS)
		attempt_evaluated(k, state == EVALUATION_CHILD_ENDED ?
		    k->evaluation.text : NULL);
	else if (login_queue_take(&k->logins, &k->loop))
		attempt_start(k);
}

void
supervisor_attempt_stop(struct supervisor *k)
{
	if (k->evaluation.pid == 0 && !login_queue_waits(&k->logins))
		return;
	evaluation_child_stop(&k->evaluation);
	login_queue_leave(&k->logins, LOGIN_OTHER, k->loop.now);
	ssh_child_failed(&k->ssh, k->loop.now);
}

void
supervisor_attempt_end(struct supervisor *k)
{
	const struct session *s = k->session;

	login_queue_leave(&k->logins, login_slots_outcome(s->reach, s->cause),
	    k->loop.now);
}
