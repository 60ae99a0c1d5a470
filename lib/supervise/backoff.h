/* SPDX-License-Identifier: ISC */
/* How long to wait before the next attempt. */
#ifndef SUPERVISE_BACKOFF_H
#define SUPERVISE_BACKOFF_H

#include <stdint.h>

/*
 * The wait protects the server.  If the server did not answer, another attempt
 * costs it nothing.  If the connection was closed before the login, another
 * attempt costs it little; if it was closed soon after the login, more.  If the
 * server rejected the user, another attempt costs it most.
 */
enum backoff_pace {
	BACKOFF_AT_ONCE,	/* no wait: the user asked for a reconnect */
	BACKOFF_SOON,		/* every few seconds: this costs little */
	BACKOFF_FULL,		/* at most 5 s for five minutes, then longer */
	BACKOFF_CUT,		/* the same, but soon the first times */
	BACKOFF_CUT_LATE,	/* the same, for one minute */
	BACKOFF_GROWING,	/* exponential, with full jitter */
	BACKOFF_RARE		/* near the ceiling: only a change will help;
				   after ten attempts, up to ten minutes */
};

struct backoff {
	int64_t first, ceiling;	/* of PersistBackoff, ms */
};

/* The shortest wait after the server refused the login, ms. */
#define BACKOFF_RARE_LEAST 30000

/*
 * The wait before the next attempt, ms.  tries: attempts that failed in a row;
 * 0: ssh was up for long.  chance is uniform over all of uint32_t.
 */
int64_t	backoff_wait(const struct backoff *b, enum backoff_pace pace,
	    int tries, uint32_t chance);

/*
 * The wait before the next attempt, ms, while only the user can make a login
 * succeed.  tries: attempts in a row that needed the user.  The wait is 10
 * minutes, doubled each time, at most an hour.  sshp tries again because it
 * concludes from texts of ssh and the server that it needs the user; the
 * failure may pass without the user, for example if the server could not look
 * up the account for a while.
 */
int64_t	backoff_needs_you(int tries);

#endif
