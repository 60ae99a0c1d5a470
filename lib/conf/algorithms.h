/* SPDX-License-Identifier: ISC */
/* Lists of algorithms, and what +, - and ^ do to the default. */
#ifndef CONF_ALGORITHMS_H
#define CONF_ALGORITHMS_H

#include "conf/evaluator_callbacks.h"

/* Which list the names of this keyword are from. */
enum source_list	algorithms_list(enum keyword k);

/*
 * What +names, -patterns or ^names make of the default, or what stands there
 * instead of it.  NULL if memory ran out.
 */
const char	*algorithms_assemble(struct pool *p,
		    const struct config_source *s, enum keyword k,
		    const char *value, const char *standard);

#endif
