/* SPDX-License-Identifier: ISC */
/* Limits how many lines of ssh's log are printed, and how often each is. */
#ifndef SUPERVISE_LOG_LIMIT_H
#define SUPERVISE_LOG_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "supervise/sshlog_parse.h"

/*
 * A server, or a client of a forward, can make ssh log thousands of lines a
 * second.  sshp reads all of them, because ssh must not wait for sshp.  sshp
 * prints a hundred lines at once, then one a second.  Every 10 s it tells how
 * many lines it left out.
 */

struct log_limit {
	bool verbose;		/* -v: 50 times as many lines */
	int64_t room;		/* what may still be printed; grows by 1 each
				   ms, and a line takes 1000 (-v: 20) */
	int64_t last;		/* when room last grew, ms; 0: never */
	unsigned long left_out;	/* lines since the user was last told */
	int64_t timer;		/* when to tell, ms; SPAN_NEVER: nothing */
};

void	log_limit_start(struct log_limit *l, bool verbose);

/* A line came at now, ms.  True if the caller must print it. */
bool	log_limit_line(struct log_limit *l, int64_t now);

/*
 * How many left-out lines the caller must tell the user of at now; 0: none, or
 * not yet.
 */
unsigned long	log_limit_left_out(struct log_limit *l, int64_t now);

/* Which lines of ssh's log sshp has printed since the last loss. */

#define LOG_REPEATS_MOST 32	/* further lines are printed each time */

struct log_repeats {
	struct {
		uint32_t hash;	/* of the line */
		int attempt;	/* the first attempt that logged it */
	} line[LOG_REPEATS_MOST];
	size_t n;
};

/*
 * True if sshp shows a line of ssh's log, without -v.  It shows no line that it
 * asked for itself, none whose meaning it reports better, unless the log is
 * kept in a file or by syslog, and none that it showed in an earlier attempt.
 * ssh logs a line about a refused forward at each retry: it is shown once.
 */
bool	log_repeats_shows(struct log_repeats *t, const struct sshlog_line *s,
	    const char *line, int attempt, bool kept);

#endif
