/* SPDX-License-Identifier: ISC */
/* What several losses have in common, and how to avoid them. */
#ifndef SUPERVISE_LOSS_PATTERN_H
#define SUPERVISE_LOSS_PATTERN_H

#include "supervise/history.h"

enum loss_pattern_kind {
	LOSS_PATTERN_NONE,
	LOSS_PATTERN_IDLE,	/* value: silence before the loss, ms */
	LOSS_PATTERN_LOGIN,		/* lost right after it was up */
	LOSS_PATTERN_CLOCK,		/* value: the time of day, ms */
	LOSS_PATTERN_AGE		/* value: how long it had been up, ms */
};

struct loss_pattern {
	enum loss_pattern_kind kind;
	int hits, of;		/* hits of the last drops; CLOCK: of days */
	int64_t value;
};

/* Looks for a pattern in the last 20 drops.  It needs at least 3 hits. */
struct loss_pattern	loss_pattern_find(const struct history *h);

#define LOSS_PATTERN_TEXT 700

/*
 * Writes the pattern as a sentence, and how to avoid it as another; "" if there
 * is none.  h->about has the user's settings.  home: written as ~, or NULL.
 * Returns out.
 */
char	*loss_pattern_text(const struct loss_pattern *p,
	    const struct history *h, const char *home,
	    char out[LOSS_PATTERN_TEXT]);

#endif
