/* SPDX-License-Identifier: ISC */
/* In which order addresses are tried (RFC 8305), and when to try them again. */
#ifndef TRANSPORT_EYEBALLS_H
#define TRANSPORT_EYEBALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Between the starts of two attempts, ms (RFC 8305, 8: 250 recommended). */
#define EYEBALLS_DELAY 250

/*
 * Orders n addresses, known by their family alone and given in the resolver's
 * order of preference: the families take turns, the first one's first (RFC
 * 8305, 4).  order[i] becomes the index of the address to try as the i-th.
 */
void	eyeballs_order(const int *family, size_t n, size_t *order);

/* --- rounds: when nobody answered, all addresses are tried again --- */

enum redial_doing {
	REDIAL_IDLE,		/* nothing: there is no network */
	REDIAL_ASKING,		/* the resolver works; it ends by itself */
	REDIAL_ASKING_BLIND,	/* the same, begun without a network */
	REDIAL_DIALLING
};

struct redial {
	enum redial_doing doing;
	int n;			/* rounds of dialling since a network change */
	int64_t began;		/* the present round, ms */
	int64_t due;		/* the next, ms; or SPAN_NEVER */
	int64_t chance;		/* how long the last round that a network change
				   cut short was allowed to take, ms */
};

/*
 * A round begins at now; all zero: there was none before.  The next round of
 * dialling is due after 2, 3, 5 and then 10 s: the kernel repeats a SYN only
 * after 1, 3, 7 and 15 s, and would notice a mended path that much later.
 */
void	redial_begin(struct redial *r, enum redial_doing doing, int64_t now);

/*
 * The network changed at now.  The present round keeps the time that an answer
 * may take, each time twice as long as before: otherwise a network that changes
 * all the time would let no answer through.  True if the next round is due
 * sooner for it.
 */
bool	redial_changed(struct redial *r, int64_t now);

#endif
