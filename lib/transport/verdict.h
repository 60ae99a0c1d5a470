/* SPDX-License-Identifier: ISC */
/* The reason for which a connection was ended, in words. */
#ifndef TRANSPORT_VERDICT_H
#define TRANSPORT_VERDICT_H

#include <stdbool.h>
#include <stdint.h>

#include "transport/handshake.h"

/* Why a connection was ended, with the evidence, in words. */
enum verdict_kind {
	VERDICT_NONE,
	VERDICT_BUSY,		/* sent bytes are not acknowledged */
	VERDICT_GIVEN_UP,	/* by the kernel, while bytes were out */
	VERDICT_IDLE,		/* keepalive probes are not answered */
	VERDICT_NO_BANNER,	/* connected, but SSH never began */
	VERDICT_NOT_SSH,	/* something else answers there */
	VERDICT_LINGERS,	/* the server closed, ssh did not leave */
	VERDICT_GONE,		/* our address is on no interface */
	VERDICT_MOVED,		/* probes unanswered since the route moved */
	VERDICT_RESUMED,	/* since the machine slept */
	VERDICT_RETURNED,	/* since the network was away */
	VERDICT_STUCK,		/* the server owes its part of the handshake */
	VERDICT_FROZEN,		/* its kernel lives, it does not */
	VERDICT_WEDGED		/* ssh does not read what came for it */
};

struct verdict {
	enum verdict_kind kind;
	int64_t silence;	/* but for NOT_SSH: for how long, ms */
	int unanswered;		/* BUSY: retransmits; FROZEN: keepalives of
				 * ssh; else: probes */
	bool busy;		/* ..MOVED to RETURNED: no, retransmits */
	bool unseen;		/* FROZEN: whether it was acknowledged */
	int64_t asleep;		/* RESUMED: for how long, ms */
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
