/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan/config_edit.h"
#include "sshp/plans.h"
#include "sys/program.h"

const char *
plans_shell(const struct plan *plan)
{
	const char *shell = getenv("SHELL");

	return plan_needs_shell(plan, shell, shell != NULL &&
	    program_is(shell)) ? "SHELL=/bin/sh" : NULL;
}

/* Makes the plans from p->now, in p->dir; 0, or -1 if memory ran out. */
static int
plans_make(struct plans *k)
{
	struct plan made, private_plan = { .way = PLAN_SSH };
	struct plan_facts f;

	sshp_snapshot(k->p);
	f = sshp_facts(k->p, &k->p->now, true);
	if (plan_make(&made, &f) == -1)
		return -1;
	if (plan_shares(&f)) {
		f.private_socket = true;
		if (plan_make(&private_plan, &f) == -1) {
			plan_free(&made);
			return -1;
		}
	}
	plan_free(&k->previous);
	plan_free(&k->private_plan);
	k->previous = k->plan;
	k->plan = made;
	k->private_plan = private_plan;
	k->shell = plans_shell(&k->plan);
	return 0;
}

static int
plans_identify(struct plans *k, size_t which)
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

int
plans_open(struct plans *k, struct sshp *p)
{
	*k = (struct plans){ .p = p, .name = pool_copy(&p->world.pool,
	    p->now.config.name, strlen(p->now.config.name)) };
	return k->name == NULL || plans_make(k) == -1 ? -1 :
	    plans_identify(k, 0);
}

int
plans_renew(struct plans *k)
{
	char why[300];

	rundir_close(&k->p->dir);
	if (rundir_open(&k->p->dir, why, sizeof why) == -1) {
		log_say(&k->p->log, "%s", why);
		return -1;
	}
	return plans_make(k);
}

/* --- an edit --- */

void
plans_evaluate(void *plans, int fd)
{
	struct plans *k = plans;

	sshp_evaluate(k->p, fd);
}

/* Drops a message that repeats the last one. */
static void
plans_say_once(struct plans *k, struct plans_change *c)
{
	if (strcmp(k->said, c->say) == 0)
		c->say[0] = '\0';
	else
		snprintf(k->said, sizeof k->said, "%s", c->say);
}

void
plans_apply(struct plans *k, struct evaluated *next, struct plans_change *c)
{
	struct evaluated was = k->p->now;
	size_t before = k->present;
	struct plan_facts f;

	k->p->now = *next;
	if (plans_identify(k, !k->present) == -1 || plans_make(k) == -1) {
		k->present = before;
		k->p->now = was;
		evaluated_close(next);
		return;
	}
	c->effects = config_edit_effects(
	    &(struct config_edit_side){ &was.config, k->identity[before].to,
		&was.hosts, &k->previous, was.first },
	    &(struct config_edit_side){ &next->config,
		k->identity[k->present].to, &next->hosts, &k->plan,
		next->first });
	f = sshp_facts(k->p, &k->p->now, true);
	plan_session(&f, &c->session);
	c->previous = &k->previous;
	c->identity = &k->identity[k->present];
	c->applied = true;
	evaluated_close(&was);
}

/* True, with the reason, if sshp cannot do what PersistHold says. */
static bool
plans_hold_refused(const struct plan_facts *f, char *why, size_t size)
{
	struct words w = { 0 };
	const char *refused = plan_hold_refused(f, &w);

	if (refused != NULL)
		snprintf(why, size, "%s", refused);
	words_free(&w);
	return refused != NULL;
}

enum plans_verdict
plans_read(struct plans *k, struct evaluated *next, const char *text, size_t n,
    char *why, size_t size)
{
	const char *refused;
	struct plan_facts f;

	if (evaluated_read(k->p, next, text, n, why, size) == -1)
		return PLANS_MISTAKE;
	f = sshp_facts(k->p, next, true);
	if (config_edit_unresolved(&k->p->now.config, &next->config)) {
		snprintf(why, size, "%s is not found in CanonicalDomains now",
		    next->config.host);
		evaluated_close(next);
		return PLANS_MISTAKE;
	}
	if (plans_hold_refused(&f, why, size)) {
		evaluated_close(next);
		return PLANS_MISTAKE;
	}
	if ((refused = config_edit_refused(&k->plan, &f)) == NULL)
		return PLANS_GOOD;
	snprintf(why, size, "ssh_config: %s", refused);
	evaluated_close(next);
	return PLANS_RESTART;
}

const struct identity *
plans_compare(struct plans *k, struct evaluated *next, struct reload *r)
{
	struct plan_facts f = sshp_facts(k->p, next, true);
	struct identity *i = &k->identity[!k->present];
	struct plan made;

	identity_free(i);
	if (identity_make(i, &f, k->plan.tunnel,
	    k->p->world.source.hostname) == -1)
		return NULL;
	i->name = k->name;
	if (plan_make(&made, &f) == -1)
		i = NULL;
	else
		reload_compare(r, &(struct config_edit_side){
		    &k->p->now.config, k->identity[k->present].to,
		    &k->p->now.hosts, &k->plan, k->p->now.first },
		    &(struct config_edit_side){ &next->config, i->to,
		    &next->hosts, &made, next->first });
	plan_free(&made);
	return i;
}

void
plans_edit(struct plans *k, const char *text, size_t n, struct plans_change *c)
{
	struct evaluated next;
	const char *what;
	char why[500];

	*c = (struct plans_change){ .applied = false };
	switch (plans_read(k, &next, text, n, why, sizeof why)) {
	case PLANS_MISTAKE:
		snprintf(c->say, sizeof c->say,
		    "%s; using the previous settings", why);
		break;
	case PLANS_RESTART:
		snprintf(c->say, sizeof c->say, "%s; using the previous "
		    "settings until sshp is started again", why);
		break;
	case PLANS_GOOD:
		what = config_edit_deferred(&k->p->now.config, &next.config,
		    k->p->askpass != NULL);
		if (what != NULL)
			snprintf(c->say, sizeof c->say, "ssh_config: the "
			    "change of %s takes effect when sshp is started "
			    "again", what);
		plans_apply(k, &next, c);
	}
	plans_say_once(k, c);
}

void
plans_free(struct plans *k)
{
	plan_free(&k->plan);
	plan_free(&k->private_plan);
	plan_free(&k->previous);
	identity_free(&k->identity[0]);
	identity_free(&k->identity[1]);
}
