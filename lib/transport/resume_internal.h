/* SPDX-License-Identifier: ISC */
/* What the files of resume share. */
#ifndef TRANSPORT_RESUME_INTERNAL_H
#define TRANSPORT_RESUME_INTERNAL_H

#include "transport/resume.h"

/* What a peer must not do.  The same twice ends the session. */
enum resume_fault {
	FAULT_RECORD,		/* a malformed GREETING, JOINED, frame or BYE */
	FAULT_TEXT,		/* no GREETING within RESUME_TEXT bytes */
	FAULT_COUNT,		/* a count outside what was sent */
	FAULT_OVERRUN,		/* more DATA than the ring has room for */
	FAULT_ORDER		/* no ACK first, DATA behind an EOF, an ACK
				   below an earlier one */
};

/* --- resume_end.c --- */

/*
 * Closes the session at now, ms: a BYE is due, behind all DATA unless abrupt.
 * Only the first call counts.
 */
void	resume_close(struct resume *r, enum resume_end end, bool abrupt,
	    int64_t now);

/* The peer did f.  Returns 0: the caller drops the transport. */
size_t	resume_fault(struct resume *r, enum resume_fault f, int64_t now);

/* The session is over, without a word to the peer. */
void	resume_finish(struct resume *r, enum resume_end end);

/* Forgets what was under way on the transport. */
void	resume_reset(struct resume *r);

/* --- resume_join.c --- */

/*
 * Client: takes input until the transport is joined.  Returns how many bytes it
 * used; 0: drop the transport.
 */
size_t	resume_join_input(struct resume *r, const uint8_t *in, size_t n,
	    int64_t now);

#endif
