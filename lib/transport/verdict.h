/* SPDX-License-Identifier: ISC */
/* The reason for which a connection was ended, in words. */
#ifndef TRANSPORT_VERDICT_H
#define TRANSPORT_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/cause.h"
#include "transport/handshake.h"

/* A decision to end a connection, with its evidence. */
struct verdict {
	enum cause cause;	/* CAUSE_UNKNOWN: there is no verdict */
	int64_t silence;	/* how long, ms; not for NOT_SSH */
	int unanswered;		/* BUSY: retransmits; FROZEN: keepalives of
				 * ssh; else: probes */
	bool busy;		/* ..MOVED to RETURNED: no, retransmits */
	bool slow;		/* STUCK: it continued, but took too long */
	bool unseen;		/* FROZEN: not known if it was acknowledged */
	int64_t asleep;		/* RESUMED: how long the machine slept, ms */
	const char *mine;	/* GONE, MOVED: our address */
	const char *chosen;	/* the kernel's choice now; NULL: none */
	int64_t pending;	/* bytes: BUSY: not acknowledged; WEDGED: that
				 * wait for ssh */
	const char *error;	/* GIVEN_UP: strerror(3) of the kernel's */
	const struct handshake
	    *phase; /* NO_BANNER, NOT_SSH, STUCK: what came */
};

#define VERDICT_TEXT 400

/* Writes the verdict into out, without host or program; returns out. */
char	*verdict_text(const struct verdict *v, char out[VERDICT_TEXT]);

#endif
