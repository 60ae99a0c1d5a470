/* SPDX-License-Identifier: ISC */
#ifndef SUPERVISE_LOSS_PATTERN_H
#define SUPERVISE_LOSS_PATTERN_H

#include "supervise/history.h"

/* What the drops of a connection have in common, and what would mend it. */

enum pattern_kind {
	PATTERN_NONE,
	PATTERN_IDLE,		/* value: of silence, ms, before it died */
	PATTERN_LOGIN,		/* right after it was up */
	PATTERN_CLOCK,		/* value: the time of day, ms */
	PATTERN_AGE		/* value: how long it had been up, ms */
};

struct pattern {
	enum pattern_kind kind;
	int hits, of;		/* so many of the last; CLOCK: of days */
	int64_t value;
};

/* Looks at the last drops.  Three of a kind are the least. */
struct pattern	pattern_find(const struct history *h);

#define PATTERN_TEXT 700

/*
 * The pattern in a sentence, and what to do about it in another; "" for none.
 * h->about says what was set.  home, if not NULL, is written as ~.  Returns
 * out.
 */
char	*pattern_text(const struct pattern *p, const struct history *h,
	    const char *home, char out[PATTERN_TEXT]);

#endif
