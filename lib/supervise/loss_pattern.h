/* SPDX-License-Identifier: ISC */
/* What several losses have in common, and how to avoid them. */
#ifndef SUPERVISE_LOSS_PATTERN_H
#define SUPERVISE_LOSS_PATTERN_H

#include "supervise/history.h"

/* What the drops of a connection have in common, and what would mend it. */

enum loss_pattern_kind {
	LOSS_PATTERN_NONE,
	LOSS_PATTERN_IDLE,	/* value: of silence, ms, before it died */
	LOSS_PATTERN_LOGIN,		/* right after it was up */
	LOSS_PATTERN_CLOCK,		/* value: the time of day, ms */
	LOSS_PATTERN_AGE		/* value: how long it had been up, ms */
};

struct loss_pattern {
	enum loss_pattern_kind kind;
	int hits, of;		/* so many of the last; CLOCK: of days */
	int64_t value;
};

/* Looks at the last drops.  Three of a kind are the least. */
struct loss_pattern	loss_pattern_find(const struct history *h);

#define LOSS_PATTERN_TEXT 700

/*
 * The pattern in a sentence, and what to do about it in another; "" for none.
 * h->about says what was set.  home, if not NULL, is written as ~.  Returns
 * out.
 */
char	*loss_pattern_text(const struct loss_pattern *p,
	    const struct history *h, const char *home,
	    char out[LOSS_PATTERN_TEXT]);

#endif
