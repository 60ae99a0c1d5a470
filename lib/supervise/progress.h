/* SPDX-License-Identifier: ISC */
/* When the terminal shows that ssh still connects. */
#ifndef SUPERVISE_PROGRESS_H
#define SUPERVISE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.h"

/*
 * While ssh connects for longer than two seconds, sshp shows a line, and
 * redraws it every second.  The line must never be written over a question of
 * ssh.  ssh asks nothing before a server answers: only the guard that dials
 * knows about that.  So sshp shows the line from this guard's first event until
 * its server answers.
 */

/* Which guard dials, and until when ssh asks nothing. */
enum progress_kind {
	PROGRESS_NONE,		/* not known, or ssh may ask before */
	PROGRESS_BANNER,	/* ours; until the server's banner */
	PROGRESS_CONNECTED,	/* ours, which passes its socket to ssh; until
				   TCP is connected */
	PROGRESS_JUMP		/* the one to the first jump host; until TCP is
				   connected */
};

struct progress {
	enum progress_kind kind;
	int64_t began;		/* start of ssh, ms */
	bool dials;		/* the guard has reported */
};

/* ssh starts at now, ms. */
void	progress_begin(struct progress *p, enum progress_kind kind,
	    int64_t now);

/* A guard of this attempt sent an event; ours: it is a child of our ssh. */
void	progress_event(struct progress *p, enum event_kind kind, bool ours);

/* True if the line is to be seen at now. */
bool	progress_shows(const struct progress *p, int64_t now);

/* When the line is next drawn, after now; or SPAN_NEVER. */
int64_t	progress_due(const struct progress *p, int64_t now);

#endif
