/* SPDX-License-Identifier: ISC */
/* Looks up the user's options, and adds options to a plan. */
#ifndef PLAN_OPTION_H
#define PLAN_OPTION_H

#include "plan/plan.h"

/* What the user set, and what the plan sets, for the files of this floor. */

/* The value of a keyword; NULL: the user left it. */
const char	*plan_get(const struct plan_facts *f, enum keyword k);

bool	plan_is(const struct plan_facts *f, enum keyword k,
	    const char *text);

/* Is the option's letter on the command line? */
bool	plan_has(const struct plan_facts *f, char letter);

/* An option for ssh; value NULL: it has none. */
void	plan_add(struct plan *p, char letter, const char *value);

/* -o keyword=value, before the user's own, so that it counts. */
void	plan_set(struct plan *p, const char *keyword, const char *value);

/* --- users.c --- */

/*
 * The user's own options, but for those whose work is ours now.  With a
 * snapshot ssh reads that, and has all forwards, of the files, too, on its
 * command line: p->forward.
 */
void	plan_users(struct plan *p, const struct plan_facts *f);

/* --- way.c --- */

/* -N, by whatever words. */
bool	plan_tunnel(const struct plan_facts *f);

/* Likewise -f. */
bool	plan_background(const struct plan_facts *f);

#endif
