/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plan/identity.h"
#include "sshp/background.h"
#include "sshp/publication.h"
#include "sshp/sshp.h"
#include "sshp/supervisor.h"
#include "supervise/session.h"
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
 * For -f: the child becomes the daemon.  The parent is the caller: it waits for
 * a status from the child, and exits with it.  Returns, in the child, the
 * descriptor for that status; or -1 and errno.
 */
static int
sshp_background(const struct sshp *p, struct publication *r)
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

/* --- the plan --- */

struct kept {
	struct sshp *p;
	struct plan plan;
	struct plan apart;	/* used while the user's ControlPath is taken */
	struct plan was;	/* the plan before */
	struct identity identity[2];
	size_t present;		/* index of the identity in use */
	const char *name;	/* the connection's, at the start */
	struct supervisor_options options;
	char told[600];		/* the last message about ssh_config */
};

/* Makes the plan from p->now, in p->dir; 0, or -1 if memory ran out. */
static int
kept_plan(struct kept *k)
{
	struct plan made, apart = { .way = PLAN_SSH };
	struct plan_facts f;

	sshp_snapshot(k->p);
	f = sshp_facts(k->p, &k->p->now, true);
	if (plan_make(&made, &f) == -1)
		return -1;
	if (plan_shares(&f)) {
		f.apart = true;
		if (plan_make(&apart, &f) == -1) {
			plan_free(&made);
			return -1;
		}
	}
	plan_free(&k->was);
	plan_free(&k->apart);
	k->was = k->plan;
	k->plan = made;
	k->apart = apart;
	k->options.shell = sshp_shell(&k->plan);
	return 0;
}

/* Makes the plan again, in a new run directory. */
static int
kept_renew(void *arg)
{
	struct kept *k = arg;
	char why[300];

	rundir_close(&k->p->dir);
	if (rundir_open(&k->p->dir, why, sizeof why) == -1) {
		log_say(&k->p->log, "%s", why);
		return -1;
	}
	return kept_plan(k);
}

static int
kept_identity(struct kept *k, size_t which)
{
	struct plan_facts f = sshp_facts(k->p, &k->p->now, true);

	identity_free(&k->identity[which]);
	if (identity_make(&k->identity[which], &f, k->plan.tunnel,
	    k->p->world.source.hostname) == -1)
		return -1;
	k->identity[which].name = k->name;
	k->present = which;
	return 0;
}

/* --- ssh_config, evaluated again --- */

static bool
kept_differs(const char *a, const char *b)
{
	return (a == NULL) != (b == NULL) || (a != NULL && strcmp(a, b) != 0);
}

static bool
kept_other(const struct evaluated *a, const struct evaluated *b,
    const enum keyword *k, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (kept_differs(settings_get(&a->config.settings, k[i]),
		    settings_get(&b->config.settings, k[i])))
			return true;
	return false;
}

/* True if the jump hosts are other accounts or servers than before. */
static bool
kept_other_way(const struct words *a, const struct words *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (strcmp(a->word[i], b->word[i]) != 0)
			return true;
	return a->n != b->n || a->failed || b->failed;
}

/* Sets elsewhere and otherwise of c.  was_to, to: "user@host:port". */
static void
kept_compare(struct supervisor_change *c, const struct evaluated *was,
    const struct evaluated *next, const char *was_to, const char *to)
{
	static const enum keyword name[] = { KW_hostkeyalias },
	    way[] = { KW_proxyjump, KW_proxycommand };

	c->elsewhere = kept_other(was, next, name, 1) ||
	    strcmp(was_to, to) != 0;
	c->otherwise = kept_other(was, next, way, sizeof way / sizeof *way) ||
	    kept_other_way(&was->way, &next->way);
}

/* Why a running sshp cannot use this edit; NULL: sshp can. */
static const char *
kept_refused(struct kept *k, const struct evaluated *next)
{
	struct plan_facts f = sshp_facts(k->p, next, true);

	if (next->config.persist.mode == PERSIST_NO)
		return "Persist yes no longer applies";
	if (plan_tunnel(&f) != k->plan.tunnel)
		return "SessionType has changed";
	if (plan_background(&f) != k->plan.background)
		return "ForkAfterAuthentication has changed";
	return plan_way(&f) == PLAN_KEPT ? NULL :
	    "sshp cannot keep a remote command";
}

/*
 * True if CanonicalizeHostname found the name before and does not find it now:
 * no resolver answers, most often because the network is down.  ssh looks the
 * name up itself.  The short name must not count as another host, for which
 * sshp would forget passwords, and drop the forwards of the full name.
 */
static bool
kept_unfound(const struct kept *k, const struct evaluated *next)
{
	static const enum keyword same[] = { KW_canonicalizehostname,
	    KW_canonicaldomains };
	const struct evaluated *was = &k->p->now;
	const char *how = settings_get(&next->config.settings,
	    KW_canonicalizehostname), *host = next->config.host;
	size_t n = strlen(host);

	return how != NULL && strcmp(how, "false") != 0 &&
	    !kept_other(was, next, same, sizeof same / sizeof *same) &&
	    strncmp(was->config.host, host, n) == 0 &&
	    was->config.host[n] == '.';
}

/* The option that cannot change while the rest of the edit can; or NULL. */
static const char *
kept_left(const struct kept *k, const struct evaluated *next)
{
	const struct evaluated *was = &k->p->now;

	if (next->config.persist.password && k->p->askpass == NULL)
		return "PersistPassword";
	return kept_differs(was->config.persist.name,
	    next->config.persist.name) ? "PersistName" : NULL;
}

static void
kept_take_it(struct kept *k, struct evaluated *next,
    struct supervisor_change *c)
{
	struct evaluated was = k->p->now;
	size_t before = k->present;
	struct plan_facts f;

	k->p->now = *next;
	if (kept_identity(k, !k->present) == -1 || kept_plan(k) == -1) {
		k->present = before;
		k->p->now = was;
		evaluated_close(next);
		return;
	}
	kept_compare(c, &was, next, k->identity[before].to,
	    k->identity[k->present].to);
	f = sshp_facts(k->p, &k->p->now, true);
	plan_session(&f, &c->session);
	c->was = &k->was;
	c->identity = &k->identity[k->present];
	c->taken = true;
	evaluated_close(&was);
}

/* Drops a message that repeats the last one. */
static void
kept_once(struct kept *k, struct supervisor_change *c)
{
	if (strcmp(k->told, c->say) == 0)
		c->say[0] = '\0';
	else
		snprintf(k->told, sizeof k->told, "%s", c->say);
}

static void
kept_take(void *arg, const char *text, size_t n, struct supervisor_change *c)
{
	struct kept *k = arg;
	struct evaluated next;
	const char *why;

	*c = (struct supervisor_change){ .taken = false };
	if (evaluated_read(k->p, &next, text, n, c->say,
	    sizeof c->say) == -1) {
		kept_once(k, c);
		return;
	}
	if (kept_unfound(k, &next)) {
		snprintf(c->say, sizeof c->say, "%s is not found in "
		    "CanonicalDomains now; using the previous settings",
		    next.config.host);
		evaluated_close(&next);
	} else if ((why = kept_refused(k, &next)) != NULL) {
		snprintf(c->say, sizeof c->say, "ssh_config: %s; using the "
		    "previous settings until sshp is started again", why);
		evaluated_close(&next);
	} else {
		if ((why = kept_left(k, &next)) != NULL)
			snprintf(c->say, sizeof c->say, "ssh_config: the "
			    "change of %s takes effect when sshp is started "
			    "again", why);
		kept_take_it(k, &next, c);
	}
	kept_once(k, c);
}

static void
kept_evaluate(void *arg, int fd)
{
	struct kept *k = arg;

	sshp_evaluate(k->p, fd);
}

/* --- the supervisor --- */

/*
 * True if the user named a program that answers ssh without a terminal, and
 * requires its use (ssh(1), SSH_ASKPASS_REQUIRE).
 */
static bool
kept_answers(void)
{
	const char *program = getenv("SSH_ASKPASS");
	const char *require = getenv("SSH_ASKPASS_REQUIRE");

	if (program == NULL || *program == '\0' || require == NULL)
		return false;
	return strcmp(require, "force") == 0 ||
	    (strcmp(require, "prefer") == 0 && getenv("DISPLAY") != NULL);
}

static int
kept_run(struct kept *k, struct publication *r)
{
	struct sshp *p = k->p;
	struct plan_facts f = sshp_facts(p, &p->now, true);
	struct session s;
	int status, stop;

	k->options = (struct supervisor_options){
		.plan = &k->plan, .apart = &k->apart, .name = k->name,
		.ssh = p->ssh, .log = &p->log, .dir = &p->dir,
		.signals = p->signals, .caller = -1, .manager = p->manager,
		.shell = sshp_shell(&k->plan), .askpass = p->askpass,
		.answers = kept_answers(),
		.renew = kept_renew, .evaluate = kept_evaluate,
		.take = kept_take, .arg = k, .record = r,
	};
	plan_session(&f, &s);
	if (k->plan.background &&
	    (k->options.caller = sshp_background(p, r)) == -1) {
		sshp_fail(p, "start", strerror(errno));
		rundir_close(&p->dir);
		return FAILED;
	}
	status = supervisor_run(&k->options, &s, &stop);
	publication_close(r);
	rundir_close(&p->dir);
	if (stop != 0)
		signals_die(stop);
	return status;
}

/*
 * A second sshp for the same tunnel does not run.  With -f it exits with 0,
 * because the tunnel is kept as requested.  In the foreground it fails, so that
 * a loop that restarts sshp does not spin.
 */
int
sshp_kept(struct sshp *p)
{
	struct kept k = { .p = p, .name = pool_copy(&p->world.pool,
	    p->now.config.name, strlen(p->now.config.name)) };
	struct publication r;
	int status;

	if (k.name == NULL || kept_plan(&k) == -1 ||
	    kept_identity(&k, 0) == -1) {
		status = sshp_fail(p, "start", strerror(ENOMEM));
	} else if (publication_open(&r, &k.identity[0], k.plan.tunnel, &p->dir,
	    &p->log) == -1) {
		publication_close(&r);
		rundir_close(&p->dir);
		status = k.plan.background ? 0 : FAILED;
	} else {
		status = kept_run(&k, &r);
	}
	plan_free(&k.plan);
	plan_free(&k.apart);
	plan_free(&k.was);
	identity_free(&k.identity[0]);
	identity_free(&k.identity[1]);
	return status;
}

void
caller_release(struct caller *c)
{
	unsigned char status = 0;

	(void)setsid();
	(void)descriptors_null(STDIN_FILENO);
	(void)descriptors_null(STDOUT_FILENO);
	(void)descriptors_null(STDERR_FILENO);
	(void)descriptors_write(c->fd, &status, 1);
	close(c->fd);
	*c = (struct caller){ .fd = -1, .gone = true };
}

void
caller_excuse(const struct caller *c, int status)
{
	unsigned char byte = (unsigned char)status;

	if (c->fd == -1)
		return;
	if (byte == 0)
		byte = FAILED;
	(void)descriptors_write(c->fd, &byte, 1);
}
