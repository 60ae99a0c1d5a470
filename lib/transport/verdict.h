/* SPDX-License-Identifier: ISC */
/* A decision to end a connection, with its evidence in words. */
#ifndef TRANSPORT_VERDICT_H
#define TRANSPORT_VERDICT_H

#include <stdint.h>

#include "proto/cause.h"

#define VERDICT_TEXT 400	/* bytes, with the NUL */

/*
 * The machine that decides to end the connection (stall, netchange, handshake,
 * frozen, ending, ssh_not_reading) fills the verdict in.  The evidence comes
 * from the machine's own samples.
 */
struct verdict {
	enum cause cause;	/* CAUSE_UNKNOWN: there is no verdict */
	int64_t silence;	/* of the server, or of ssh, ms; 0 with
				 * CAUSE_NOT_SSH */
	char text[VERDICT_TEXT]; /* the evidence, without host or program; may
				 * quote the server's first line, escaped */
};

#endif
