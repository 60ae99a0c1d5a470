/* SPDX-License-Identifier: ISC */
/* The options that ssh gets if the connection is kept. */
#ifndef PLAN_SSH_OPTIONS_H
#define PLAN_SSH_OPTIONS_H

#include "plan/plan.h"

/* What a connection that is to last should have, where the user left it. */

#define SSH_OPTIONS_ALIVE "10"		/* seconds of silence before ssh asks */

/* Adds it to p, whose guard is known. */
void	ssh_options_set(struct plan *p, const struct plan_facts *f);

/* True if it is for us to say how often ssh asks whether its server lives. */
bool	plan_asks(const struct plan *p, const struct plan_facts *f);

#endif
