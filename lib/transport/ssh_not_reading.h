/* SPDX-License-Identifier: ISC */
/* Notices that ssh does not read. */
#ifndef TRANSPORT_SSH_NOT_READING_H
#define TRANSPORT_SSH_NOT_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "transport/ending.h"
#include "transport/verdict.h"

/*
 * If ssh does not read the bytes that came for it, the connection is not at
 * fault.  ssh may be stopped, or wait for a terminal that its user halted (^S),
 * or for a disk; the caller looks at these.  Meanwhile the guard reads nothing
 * from the server, so no timer that waits for the server may run.  ssh counts
 * as wedged after ten times the limit of silence (-t), but not before five
 * minutes.
 */
struct ssh_not_reading {
	int64_t silence_limit;	/* until ssh counts as wedged, ms */
	bool unread;		/* bytes wait for ssh */
	int64_t since;		/* ssh has read nothing since then, ms;
				 * SPAN_NEVER: ssh reads */
	int64_t timer;		/* the next look, ms; SPAN_NEVER: none */
};

/* Begins; silence_limit: -t, ms. */
void	ssh_not_reading_start(struct ssh_not_reading *w, int64_t silence_limit);

/*
 * waits: bytes wait for ssh now, and ssh takes no more.  took: ssh has read
 * bytes since the last call.  True if ssh reads again after a second or more
 * without reading.
 */
bool	ssh_not_reading_held(struct ssh_not_reading *w, int64_t now, bool waits,
	    bool took);

/* True if ssh has read nothing for a second. */
bool	ssh_not_reading_blocked(const struct ssh_not_reading *w, int64_t now);

/*
 * True if ssh is wedged; v has the reason.  The caller calls this when w->timer
 * has come.  unread: bytes in the socket that wait for ssh.
 */
bool	ssh_not_reading_look(const struct ssh_not_reading *w, int64_t now,
	    int64_t unread, struct verdict *v);

/*
 * Call this after ssh_not_reading_look() gave a verdict.  True, and the time
 * begins again, if the verdict does not hold: ssh is stopped or gone, or may
 * wait for a disk or a halted terminal (reason).
 */
bool	ssh_not_reading_excused(struct ssh_not_reading *w, int64_t now,
	    enum ending_ssh ssh, bool reason);

/* Begins anew at now, ms. */
void	ssh_not_reading_forgive(struct ssh_not_reading *w, int64_t now);

#endif
