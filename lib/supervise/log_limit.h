/* SPDX-License-Identifier: ISC */
/*
 * Limits how many lines of ssh's log are printed, and prints no line again and
 * again.
 */
#ifndef SUPERVISE_LOG_LIMIT_H
#define SUPERVISE_LOG_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * How many lines of ssh's log are repeated to the user.  A server, or a client
 * of a forward, can make ssh write thousands of lines a second; all of them are
 * read, for ssh must not wait for us, but not all are printed: a hundred at
 * once, one a second after that, and now and then how many were left out.
 */

struct log_limit {
	bool verbose;		/* the user asked for more (-v): 50 times that */
	int64_t room;		/* that much could still be printed, in ms of
				   the time that it takes to grow */
	int64_t last;		/* when room was reckoned, ms; 0: never */
	unsigned long left_out;	/* since the last time it was told */
	int64_t timer;		/* when to tell, ms; SPAN_NEVER: nothing */
};

void	log_limit_start(struct log_limit *l, bool verbose);

/* A line came at now, ms; true if it is to be printed. */
bool	log_limit_line(struct log_limit *l, int64_t now);

/* At now, how many lines left out are to be told of; 0: none, or not yet. */
unsigned long	log_limit_told(struct log_limit *l, int64_t now);

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
