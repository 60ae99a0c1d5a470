/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "plan/config_edit.h"
#include "sshp/attempt.h"
#include "sshp/supervisor_internal.h"
#include "sys/descriptors.h"
#include "sys/filewatch.h"
#include "sys/peer.h"
#include "sys/subprocess.h"

enum {
	WITHOUT_SOCKET = 10000,	/* an ssh before 8.5 without a socket counts as
				   logged in if it runs this long after the
				   banner, ms */
	LOOK = 200		/* without filewatch: interval of looks for the
				   socket, ms */
};

void
attempt_open(struct attempt *a, const struct plan *shared_plan,
    const struct plan *private_plan, const char *directory)
{
	*a = (struct attempt){
		.shared_plan = shared_plan, .private_plan = private_plan,
		.plan = shared_plan, .directory = directory,
		.socket_watch = -1, .connected = SPAN_NEVER,
		.banner = SPAN_NEVER, .login = SPAN_NEVER,
	};
}

/* A master of the user may have taken ControlPath since the last attempt. */
static void
attempt_choose(struct attempt *a)
{
	const char *path = a->shared_plan->control;
	bool taken = a->private_plan->way == PLAN_KEPT && path != NULL &&
	    peer_listener(path) != -1;

	a->plan = taken ? a->private_plan : a->shared_plan;
}

void
attempt_begin(struct attempt *a)
{
	const char *path;

	a->connected = a->banner = a->login = SPAN_NEVER;
	a->foreign = 0;
	a->taken = 0;
	a->pid = 0;
	a->parted = a->said = false;
	attempt_close(a);
	attempt_choose(a);
	attempt_free(a);
	if (a->plan->control != NULL)
		a->control = strdup(a->plan->control);
	a->calls = a->plan->calls;
	if ((path = a->control) == NULL)
		return;
	if (strncmp(path, a->directory, strlen(a->directory)) == 0)
		(void)unlink(path);
	else
		a->foreign = filewatch_socket(path);
	a->socket_watch = filewatch_open(path);
}

/*
 * True if the control socket exists and ssh, the process pid, listens on it:
 * ssh has logged in.  Another ssh may have created the socket during the
 * attempt.
 */
static bool
attempt_socket(struct attempt *a, pid_t pid)
{
	const char *path = a->control;
	uint64_t id = path == NULL ? 0 : filewatch_socket(path);
	pid_t who;

	if (id == 0 || id == a->foreign || (who = peer_listener(path)) == -1)
		return false;
	if (peer_listens(who, pid))
		return true;
	a->foreign = id;
	a->taken = who;
	return false;
}

bool
attempt_has_socket(const struct attempt *a)
{
	return a->control != NULL && a->foreign == 0;
}

/* True if nothing will show that ssh has logged in: no socket, no log line. */
static bool
attempt_without_socket(const struct attempt *a)
{
	return a->banner != SPAN_NEVER && !attempt_has_socket(a) &&
	    !a->plan->words;
}

bool
attempt_look(struct attempt *a, pid_t pid, int64_t now)
{
	if (a->login != SPAN_NEVER)
		return true;
	a->proven = attempt_socket(a, pid) ||
	    (a->said && !attempt_has_socket(a));
	if (a->proven ||
	    (attempt_without_socket(a) && now >= a->banner + WITHOUT_SOCKET))
		a->login = now;
	return a->login != SPAN_NEVER;
}

const char *
attempt_control(const struct attempt *a)
{
	return a->calls ? a->control : NULL;
}

void
attempt_lower(const struct attempt *a, struct loop *l)
{
	if (a->login != SPAN_NEVER)
		return;
	if (a->control != NULL && a->socket_watch == -1)
		loop_lower(l, l->now + LOOK);
	if (attempt_without_socket(a))
		loop_lower(l, a->banner + WITHOUT_SOCKET);
}

void
attempt_close(struct attempt *a)
{
	if (a->socket_watch != -1)
		close(a->socket_watch);
	a->socket_watch = -1;
}

void
attempt_free(struct attempt *a)
{
	free(a->control);
	a->control = NULL;
}

/* --- from the order to start ssh to the running ssh --- */

static char **
dialling_argv(const struct supervisor *k)
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
dialling_ssh(struct supervisor *k)
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
		.pid = subprocess(&as, k->o->ssh, dialling_argv(k)) };
	if (as.out != 0)
		close(as.out);
	return k->ssh.pid == -1 ? -1 : 0;
}

static void
dialling_start(struct supervisor *k)
{
	bool placed = supervisor_renew(k) == 0;

	k->reloader.later[0] = '\0';
	attempt_begin(&k->attempt);
	forwarder_begin(&k->forwarder, attempt_control(&k->attempt));
	errno = EIO;
	if (!placed || held_clients_begin(&k->held) == -1 ||
	    dialling_ssh(k) == -1) {
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
dialling_enter(struct supervisor *k)
{
	struct ask_policy a = supervisor_ask_policy(k);

	k->dialled = true;
	if (ask_policy_attended(&a) || login_queue_enter(&k->logins,
	    k->o->record->parent, k->o->plan->first, k->loop.now))
		dialling_start(k);
}

void
dialling_begin(struct supervisor *k)
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
		dialling_enter(k);
}

void
dialling_change(struct supervisor *k, const struct plans_change *c)
{
	const struct plan *p = k->o->plan;
	bool live = k->ssh.pid != 0;

	k->session->always = c->session.always;
	k->session->backoff = c->session.backoff;
	k->session->max_tries = c->session.max_tries;
	if ((live ? forwarder_edit(&k->forwarder, c->previous, k->loop.now) :
	    forwarder_change(&k->forwarder, c->previous)) == -1)
		input_news(k, "forwards: out of memory");
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
dialling_evaluated(struct supervisor *k, const char *text)
{
	struct plans_change c;

	plans_edit(k->o->plans, text, k->evaluation.n, &c);
	if (c.say[0] != '\0')
		input_news(k, c.say);
	if (c.applied)
		dialling_change(k, &c);
	dialling_enter(k);
}

void
dialling_turn(struct supervisor *k)
{
	enum evaluation_child_state state = EVALUATION_CHILD_RUNS;

	evaluation_child_reap(&k->evaluation);
	if (k->evaluation.pid != 0)
		state = evaluation_child_take(&k->evaluation, &k->loop);
	if (state != EVALUATION_CHILD_RUNS)
		dialling_evaluated(k, state == EVALUATION_CHILD_ENDED ?
		    k->evaluation.text : NULL);
	else if (login_queue_take(&k->logins, &k->loop))
		dialling_start(k);
}

void
dialling_stop(struct supervisor *k)
{
	if (k->evaluation.pid == 0 && !login_queue_waits(&k->logins))
		return;
	evaluation_child_stop(&k->evaluation);
	login_queue_leave(&k->logins, LOGIN_OTHER, k->loop.now);
	ssh_child_failed(&k->ssh, k->loop.now);
}

void
dialling_end(struct supervisor *k)
{
	const struct session *s = k->session;

	login_queue_leave(&k->logins, login_slots_outcome(s->reach, s->cause),
	    k->loop.now);
}
