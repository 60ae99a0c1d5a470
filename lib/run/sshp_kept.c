/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "keep/session.h"
#include "plan/identity.h"
#include "run/keeper.h"
#include "run/record.h"
#include "run/sshp_known.h"
#include "sys/descriptors.h"
#include "sys/program.h"
#include "sys/signals.h"

enum { FAILED = 255 };

const char *
sshp_shell(const struct plan *plan)
{
	static const char *const none[] = { "nologin", "false", "true",
	    "git-shell", "rbash", "rksh", "rzsh" };
	const char *shell = getenv("SHELL"), *name;
	size_t i;

	if (!plan->guarded || shell == NULL || *shell == '\0')
		return NULL;
	name = strrchr(shell, '/') != NULL ? strrchr(shell, '/') + 1 : shell;
	for (i = 0; i < sizeof none / sizeof *none; i++)
		if (strcmp(name, none[i]) == 0)
			return "SHELL=/bin/sh";
	return program_is(shell) ? NULL : "SHELL=/bin/sh";
}

/*
 * For -f: the child goes on and becomes the daemon; the caller waits for its
 * word, and exits.  Returns the child's way to give it.
 */
static int
sshp_background(const struct sshp *p, struct record *r)
{
	unsigned char status = FAILED;
	int fd[2];

	if (descriptors_pipe(fd) == -1)
		return -1;
	switch (fork()) {
	case -1:
		return -1;
	case 0:
		close(fd[0]);
		return fd[1];
	}
	close(fd[1]);
	signals_reset();
	close(p->dir.fd);
	registry_leave(&r->registry);
	(void)descriptors_read(fd[0], &status, 1);
	_exit(status);
}

/* What is run, and what while a ControlPath of the user's is taken. */
struct sshp_plans {
	struct sshp *p;
	const struct plan_facts *facts;
	struct plan *plan, *apart;
	bool shares;
};

static int
sshp_apart(const struct sshp_plans *plans, struct plan *apart)
{
	struct plan_facts f = *plans->facts;

	*apart = (struct plan){ .way = PLAN_SSH };
	f.apart = true;
	return plans->shares ? plan_make(apart, &f) : 0;
}

/* In another directory. */
static int
sshp_renew(void *arg)
{
	struct sshp_plans *r = arg;
	struct plan made, apart;
	char why[300];

	rundir_close(&r->p->dir);
	if (rundir_open(&r->p->dir, why, sizeof why) == -1) {
		log_say(&r->p->log, "%s", why);
		return -1;
	}
	if (plan_make(&made, r->facts) == -1)
		return -1;
	if (sshp_apart(r, &apart) == -1) {
		plan_free(&made);
		return -1;
	}
	plan_free(r->plan);
	plan_free(r->apart);
	*r->plan = made;
	*r->apart = apart;
	return 0;
}

/*
 * The user has named a program that answers where nobody is, and said that it
 * is to be used (ssh(1), SSH_ASKPASS_REQUIRE).
 */
static bool
sshp_answers(void)
{
	const char *program = getenv("SSH_ASKPASS");
	const char *require = getenv("SSH_ASKPASS_REQUIRE");

	if (program == NULL || *program == '\0' || require == NULL)
		return false;
	return strcmp(require, "force") == 0 ||
	    (strcmp(require, "prefer") == 0 && getenv("DISPLAY") != NULL);
}

static int
sshp_keep(struct sshp_plans *plans, struct record *r, struct session *s)
{
	struct sshp *p = plans->p;
	const struct plan *plan = plans->plan;
	struct keeper_options o = {
		.plan = plan, .apart = plans->shares ? plans->apart : NULL,
		.name = p->config.name, .ssh = p->ssh, .log = &p->log,
		.dir = &p->dir, .signals = p->signals,
		.caller = -1, .manager = p->manager,
		.shell = sshp_shell(plan), .askpass = p->askpass,
		.answers = p->askpass == NULL && sshp_answers(),
		.renew = sshp_renew, .arg = plans, .record = r,
	};
	int status, stop;

	if (plan->background && (o.caller = sshp_background(p, r)) == -1) {
		sshp_fail(p, "start", strerror(errno));
		rundir_close(&p->dir);
		return FAILED;
	}
	status = keeper_run(&o, s, &stop);
	record_close(r);
	rundir_close(&p->dir);
	if (stop != 0)
		signals_die(stop);
	return status;
}

static int
sshp_both(struct sshp *p, struct plan *plan, const struct plan_facts *f,
    struct record *r)
{
	struct plan apart;
	struct sshp_plans plans = { p, f, plan, &apart, plan_shares(f) };
	struct session s;
	int status;

	if (sshp_apart(&plans, &apart) == -1)
		return sshp_fail(p, "start", strerror(ENOMEM));
	plan_session(f, &s);
	status = sshp_keep(&plans, r, &s);
	plan_free(&apart);
	return status;
}

/*
 * The same tunnel again is no second one: with -f all is as it was asked to
 * be; in the foreground whoever loops must not spin.
 */
int
sshp_kept(struct sshp *p, struct plan *plan, const struct plan_facts *f)
{
	struct identity i = { 0 };
	struct record r;
	int status;

	if (identity_make(&i, f, plan->tunnel,
	    p->world.source.hostname) == -1) {
		status = sshp_fail(p, "start", strerror(ENOMEM));
	} else if (record_open(&r, &i, plan->tunnel, &p->dir, &p->log) == -1) {
		record_close(&r);
		rundir_close(&p->dir);
		status = plan->background ? 0 : FAILED;
	} else {
		status = sshp_both(p, plan, f, &r);
	}
	identity_free(&i);
	return status;
}
