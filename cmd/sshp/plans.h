/* SPDX-License-Identifier: ISC */
/* The plans of a kept connection, and what an edit of ssh_config changes. */
#ifndef SSHP_PLANS_H
#define SSHP_PLANS_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/identity.h"
#include "plan/plan.h"
#include "plan/reload.h"
#include "sshp/sshp.h"
#include "supervise/session.h"

/*
 * plan and private_plan stay at the same addresses.  Their contents change when
 * sshp applies an edit, or makes a new run directory.
 */
struct plans {
	struct sshp *p;
	struct plan plan;	/* the plan in use */
	struct plan private_plan; /* with a control socket of ours, while the
				     user's ControlPath is taken; way PLAN_SSH:
				     there is no such plan */
	struct plan previous;	/* the plan before the last change */
	const char *shell;	/* sshp_shell() of plan */
	struct identity identity[2];
	size_t present;		/* index of the identity in use */
	const char *name;	/* of the connection, fixed at the start */
	char said[600];		/* the last message about ssh_config */
};

/* The result of an evaluation of ssh_config between two attempts. */
struct plans_change {
	char say[600];		/* for the user, once; "": nothing */
	bool applied;		/* the plans changed: the rest is valid */
	const struct plan *previous;
	unsigned effects;	/* of enum config_edit_effect */
	const struct identity *identity;
	struct session session;	/* a session with the new parameters */
};

/*
 * Makes the first plans and identity, from p->now.  Returns 0, or -1 if memory
 * ran out.  Call plans_free() in either case.
 */
int	plans_open(struct plans *k, struct sshp *p);

/*
 * Makes a new run directory, and the plans again for it.  Returns 0, or -1 with
 * a message printed.
 */
int	plans_renew(struct plans *k);

/* What an evaluation between two attempts, or for a reload, says. */
enum plans_verdict {
	PLANS_GOOD,		/* sshp can apply it */
	PLANS_MISTAKE,		/* it failed */
	PLANS_RESTART		/* config_edit_refused() */
};

/* In a child: evaluates ssh_config again, and writes the result to fd. */
void	plans_evaluate(void *plans, int fd);

/*
 * Reads the result of plans_evaluate(), n bytes; NULL: the evaluation was too
 * late.  Fills next for PLANS_GOOD, else the reason.
 */
enum plans_verdict	plans_read(struct plans *k, struct evaluated *next,
			    const char *text, size_t n, char *why,
			    size_t size);

/*
 * Compares next with the settings in use.  Returns the identity that it would
 * have, valid until the next call here; NULL if memory ran out.
 */
const struct identity	*plans_compare(struct plans *k, struct evaluated *next,
			    struct reload *r);

/*
 * Makes the plans from next, and owns next; fills c.  Without memory nothing
 * changes.
 */
void	plans_apply(struct plans *k, struct evaluated *next,
	    struct plans_change *c);

/*
 * After an evaluation for an attempt: the same with plans_read() and
 * plans_apply(); c also has what to say.
 */
void	plans_edit(struct plans *k, const char *text, size_t n,
	    struct plans_change *c);

void	plans_free(struct plans *k);

/*
 * "SHELL=..." for ssh if our SHELL cannot start the guard, as for the user of a
 * service; or NULL.
 */
const char	*plans_shell(const struct plan *plan);

#endif
