/* SPDX-License-Identifier: ISC */
/* Notices that ssh reads nothing. */
#ifndef TRANSPORT_SSH_NOT_READING_H
#define TRANSPORT_SSH_NOT_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Knows an ssh that does not read what came for it.  That is no fault of the
 * connection: it may be stopped, or wait for a terminal that its user halted
 * (^S), or for a disk; whoever has to decide looks at that.  Meanwhile nothing
 * is heard of the server, for nobody takes it: no timer that waits for it may
 * run.  Ten patiences, and no less than five minutes, is wedged.
 */
struct ssh_not_reading {
	int64_t patience;
	bool waits;		/* something waits for ssh */
	int64_t since;		/* it read nothing since; SPAN_NEVER: no */
	int64_t timer;		/* when to look; SPAN_NEVER */
};

void	ssh_not_reading_start(struct ssh_not_reading *w, int64_t patience);

/*
 * Whether bytes wait for ssh now, which takes no more, and whether it took any
 * since it was last asked.  True if that ended a second or more in which it
 * read nothing.
 */
bool	ssh_not_reading_held(struct ssh_not_reading *w, int64_t now, bool waits,
	    bool took);

/* True if it has read nothing for a second. */
bool	ssh_not_reading_blocked(const struct ssh_not_reading *w, int64_t now);

/* True if it is wedged; to be called when w->timer has come. */
bool	ssh_not_reading_look(const struct ssh_not_reading *w, int64_t now);

/* Begins anew. */
void	ssh_not_reading_forgive(struct ssh_not_reading *w, int64_t now);

#endif
