/* SPDX-License-Identifier: ISC */
/* When to connect again after nobody answered. */
#ifndef TRANSPORT_REDIAL_H
#define TRANSPORT_REDIAL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * When what nobody answered is begun anew: after eyeballs_renew(), and soon
 * after a change of this machine's network.
 */

enum redial_doing {
	REDIAL_IDLE,		/* nothing is under way: no network */
	REDIAL_ASKING,		/* for a name, which ends by itself */
	REDIAL_ASKING_BLIND,	/* the same, begun without a network */
	REDIAL_DIALLING
};

struct redial {
	enum redial_doing doing;
	int n;			/* rounds, but of asking, since a change */
	int64_t began;		/* the present round, ms */
	int64_t due;		/* the next, ms; or SPAN_NEVER */
	int64_t chance;		/* of the last that a change cut short, ms */
};

/* A round begins at now, of which there was none if *r is zero. */
void	redial_begin(struct redial *r, enum redial_doing doing, int64_t now);

/*
 * The network changed at now.  What is under way keeps the chance that an
 * answer takes, the next longer one, lest a network that changes all the time
 * let no answer through.  True if the next round is due sooner for it.
 */
bool	redial_changed(struct redial *r, int64_t now);

#endif
