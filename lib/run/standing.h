/* SPDX-License-Identifier: ISC */
#ifndef RUN_STANDING_H
#define RUN_STANDING_H

#include <stdbool.h>
#include <stddef.h>

#include "run/seek.h"

/*
 * How one of those that were sought stands: "up", "up 1/2", "needs you"; whole:
 * with times and reason.
 */
void	standing_text(const struct sought *o, bool whole, char *out,
	    size_t size);

#endif
