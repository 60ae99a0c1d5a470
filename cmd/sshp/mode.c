/* SPDX-License-Identifier: ISC */
/* Runs ssh once, or keeps the connection (plan/mode_choice.c decides). */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sshp/askpass_server.h"
#include "sshp/background.h"
#include "sshp/plans.h"
#include "sshp/publication.h"
#include "sshp/sshp.h"
#include "sshp/supervisor.h"
#include "supervise/ask_policy.h"
#include "sys/pid1.h"
#include "sys/program.h"
#include "sys/signals.h"

enum { FAILED = 255 };

int
sshp_fail(const struct sshp *p, const char *object, const char *problem)
{
	log_say(&p->log, "%s: %s", object, problem);
	return FAILED;
}

int
sshp_exec(const struct sshp *p, char **argv)
{
	execv(p->ssh, argv);
	return sshp_fail(p, p->ssh, strerror(errno));
}

/* --- ssh runs once --- */

void
mode_warn_unkept(const struct sshp *p)
{
	if (plan_warns_unkept(&p->line, &p->now.config.settings) &&
	    isatty(STDERR_FILENO))
		log_say(&p->log, "%s: running plain ssh, which does not "
		    "reconnect: set \"Persist yes\" for this host in "
		    "~/.ssh/config, or use -o Persist=yes",
		    p->line.destination);
}

static int
mode_once(struct sshp *p, const struct plan *plan)
{
	const char *shell;

	if (plan->way == PLAN_SSH)
		mode_warn_unkept(p);
	if (plan_warns_once(plan))
		log_say(&p->log, "%s: a remote command runs only once; "
		    "use -N for a tunnel that reconnects",
		    p->now.config.original);
	if ((shell = plans_shell(plan)) != NULL)
		(void)putenv((char *)(size_t)shell);
	return sshp_exec(p, plan->argv);
}

/* --- ssh is kept --- */

/* Finds sshp-askpass for PersistPassword; 0, or -1 with a message printed. */
static int
mode_password(struct sshp *p)
{
	const char *why;

	if (!p->now.config.persist.password)
		return 0;
	p->askpass = askpass_server_program(evaluator_release(&p->world), &why);
	return p->askpass != NULL ? 0 : (sshp_fail(p, "PersistPassword", why),
	    -1);
}

/* Prepares to keep the connection; 0, or -1 with a message printed. */
static int
mode_prepare(struct sshp *p)
{
	char why[300];

	if (pid1_step_aside() == -1) {
		sshp_fail(p, "start", strerror(errno));
		return -1;
	}
	if (mode_password(p) == -1)
		return -1;
	if ((p->signals = supervisor_catch()) == -1) {
		sshp_fail(p, "start", strerror(errno));
		return -1;
	}
	if (rundir_open(&p->dir, why, sizeof why) == 0)
		return 0;
	log_say(&p->log, "%s", why);
	return -1;
}

/* In the parent of -f: releases what the child keeps. */
static void
mode_leave(void *options)
{
	struct supervisor_options *o = options;

	close(o->dir->fd);
	registry_leave(&o->record->registry);
}

static int
mode_supervise(struct plans *k, struct publication *r)
{
	struct sshp *p = k->p;
	struct plan_facts f = sshp_facts(p, &p->now, true);
	struct supervisor_options o = {
		.plans = k, .plan = &k->plan, .private_plan = &k->private_plan,
		.name = k->name, .ssh = p->ssh, .log = &p->log,
		.dir = &p->dir, .signals = p->signals, .background = -1,
		.manager = p->manager, .askpass = p->askpass,
		.user_askpass = ask_policy_user(getenv("SSH_ASKPASS"),
		    getenv("SSH_ASKPASS_REQUIRE"), getenv("DISPLAY")),
		.record = r,
	};
	struct session s;
	int status, stop;

	plan_session(&f, &s);
	if (k->plan.background &&
	    (o.background = background_fork(mode_leave, &o)) == -1) {
		sshp_fail(p, "start", strerror(errno));
		rundir_close(&p->dir);
		return FAILED;
	}
	status = supervisor_run(&o, &s, &stop);
	publication_close(r);
	rundir_close(&p->dir);
	if (stop != 0)
		signals_die(stop);
	return status;
}

/* Records our command line, so that sshpctl can start this tunnel again. */
static void
mode_record(const struct sshp *p, const struct plans *k,
    const struct publication *r)
{
	char **argv = k->plan.tunnel ? commandline_emit(&p->line, p->ssh) :
	    NULL;

	if (argv != NULL)
		publication_command(r, k->name, argv);
	free(argv);
}

/* True, with a message printed, if sshp cannot do what PersistHold says. */
static bool
mode_hold_refused(struct sshp *p)
{
	struct plan_facts f = sshp_facts(p, &p->now, true);
	struct words w = { 0 };
	const char *why = plan_hold_refused(&f, &w);

	if (why != NULL)
		log_say(&p->log, "%s", why);
	words_free(&w);
	return why != NULL;
}

static int
mode_keep(struct sshp *p)
{
	struct publication r;
	struct plans k;
	int status, second;

	if (mode_hold_refused(p)) {
		rundir_close(&p->dir);
		return FAILED;
	}
	if (plans_open(&k, p) == -1) {
		status = sshp_fail(p, "start", strerror(ENOMEM));
		plans_free(&k);
		return status;
	}
	second = plan_second_status(&k.plan);
	/* -q leaves only the reason of a failure. */
	if (publication_open(&r, &k.identity[0], k.plan.tunnel,
	    k.plan.quiet && second == 0, &p->dir, &p->log) == -1) {
		publication_close(&r);
		rundir_close(&p->dir);
		status = second;
	} else {
		mode_record(p, &k, &r);
		status = mode_supervise(&k, &r);
	}
	plans_free(&k);
	return status;
}

int
mode_run(struct sshp *p)
{
	struct plan_facts f = sshp_facts(p, &p->now, false);
	struct plan plan;
	int status;

	if (plan_way(&f) == PLAN_KEPT)
		return mode_prepare(p) == -1 ? FAILED : mode_keep(p);
	if (plan_make(&plan, &f) == -1)
		return sshp_fail(p, "start", strerror(ENOMEM));
	status = mode_once(p, &plan);
	plan_free(&plan);
	return status;
}
