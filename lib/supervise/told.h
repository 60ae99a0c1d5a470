/* SPDX-License-Identifier: ISC */
#ifndef SUPERVISE_TOLD_H
#define SUPERVISE_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which lines of ssh's have been repeated to the user since the last loss. */

#define TOLD_MOST 32		/* others are repeated each time */

struct told {
	struct {
		uint32_t hash;	/* of the line */
		int attempt;	/* in which it came first */
	} line[TOLD_MOST];
	size_t n;
};

/*
 * True if line was told before, in an earlier attempt; or in the same one, if
 * it is of those that ssh writes at each retry.
 */
bool	told_before(struct told *t, const char *line, int attempt, bool retry);

#endif
