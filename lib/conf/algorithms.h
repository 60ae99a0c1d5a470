/* SPDX-License-Identifier: ISC */
/* Checks lists of algorithms, and applies +, - and ^ to the default. */
#ifndef CONF_ALGORITHMS_H
#define CONF_ALGORITHMS_H

#include "conf/evaluator_callbacks.h"

/* The list that has the names of keyword k. */
enum source_list	algorithms_list(enum keyword k);

/*
 * Applies value, which is +names, -patterns, ^names or names, to the default,
 * standard.  Returns the resulting list; NULL if memory ran out.
 */
const char	*algorithms_assemble(struct pool *p,
		    const struct config_source *s, enum keyword k,
		    const char *value, const char *standard);

#endif
