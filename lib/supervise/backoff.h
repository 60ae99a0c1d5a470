/* SPDX-License-Identifier: ISC */
/* How long to wait before the next attempt. */
#ifndef SUPERVISE_BACKOFF_H
#define SUPERVISE_BACKOFF_H

#include <stdint.h>

/*
 * How long to wait before the next try.  What waiting protects is the server:
 * one that did not answer is not troubled by another try, one that refused to
 * connect or closed before it said a word hardly, one that answered and turned
 * us away is.
 */
enum backoff_pace {
	BACKOFF_AT_ONCE,	/* a person asked for it */
	BACKOFF_NEAR,		/* every few seconds: it costs nobody much */
	BACKOFF_DOOR,		/* no more than five seconds for a minute */
	BACKOFF_GROWING,	/* exponential, with full jitter */
	BACKOFF_FAR		/* near the ceiling: only a change will help;
				   after ten, up to ten minutes */
};

struct backoff {
	int64_t first, ceiling;	/* of PersistBackoff, ms */
};

/* No try that was refused its login is repeated sooner, ms. */
#define BACKOFF_FAR_LEAST 30000

/*
 * The wait before the next try, ms, when tries failed in a row before it (0:
 * it was up for long).  chance is uniform over all of uint32_t.
 */
int64_t	backoff_wait(const struct backoff *b, enum backoff_pace pace,
	    int tries, uint32_t chance);

#endif
