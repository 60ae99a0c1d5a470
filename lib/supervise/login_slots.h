/* SPDX-License-Identifier: ISC */
/* How many tunnels may log in to one server at a time. */
#ifndef SUPERVISE_LOGIN_SLOTS_H
#define SUPERVISE_LOGIN_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/session.h"

/*
 * The window is how many tunnels of one user may be between dial and login to
 * one destination.  The tunnels share this record, and each of them updates it.
 * A record that was read may be old or nonsense; its values stay in bounds.
 *
 * The window is 8 at first, because sshd's MaxStartups begins to drop at 10.
 * It is halved when the server drops a connection before its banner.  It grows
 * by 1 after a second and window logins without a drop.  At the size of the
 * last drop it grows only after four times as many logins, because the server
 * is as full as it was then.  While the server is out of reach, only one tunnel
 * dials at a time, with pauses: the others would learn the same.
 *
 * Times are CLOCK_BOOTTIME, ms.
 */
struct login_slots {
	int64_t window;		/* logins at a time; 0: not used yet */
	int64_t since;		/* when window last changed */
	int64_t done;		/* logins since then */
	int64_t drop, limit;	/* when the last drop was, and window before
				 * it; limit 0: there was no drop */
	int64_t used;		/* when a tunnel last took a slot */
	int64_t away;		/* when the server was last out of reach; 0: it
				 * was reached since */
	int64_t taken;		/* slots taken, ever: shows that the queue
				 * moves */
};

/* How an attempt ended, as far as it concerns other tunnels. */
enum login_outcome {
	LOGIN_ANSWERED,		/* the server sent its banner */
	LOGIN_DROPPED,		/* closed before the server's banner */
	LOGIN_FAILED,		/* sshp could not reach the server */
	LOGIN_OTHER		/* ended for reasons of our own */
};

#define LOGIN_SLOTS_MOST 64	/* the largest window */
#define LOGIN_SLOTS_TEXT 200

/* Writes the record as text into out. */
void	login_slots_write(const struct login_slots *s,
	    char out[LOGIN_SLOTS_TEXT]);

/*
 * Reads a record that another tunnel wrote before now.  Nonsense gives an
 * unused record.
 */
void	login_slots_read(struct login_slots *s, const char *text,
	    int64_t now);

/* How many slots a tunnel may choose from at now: the slots below that. */
int	login_slots_open(const struct login_slots *s, int64_t now);

/* A tunnel takes a slot. */
void	login_slots_take(struct login_slots *s, int64_t now);

/* The server has answered a tunnel at now. */
void	login_slots_answered(struct login_slots *s, int64_t now);

/*
 * The server dropped, before its banner, the connection that was dialled at
 * began.
 */
void	login_slots_dropped(struct login_slots *s, int64_t began,
	    int64_t now);

/* The dial at began failed at now.  It counts only if it failed within 1 s. */
void	login_slots_failed(struct login_slots *s, int64_t began,
	    int64_t now);

/* The outcome of an attempt that came as far as reach, and ended by cause. */
enum login_outcome	login_slots_outcome(enum session_reach reach,
			    enum cause cause);

/* The attempt that began at began ended at now.  LOGIN_OTHER: no effect. */
void	login_slots_ended(struct login_slots *s, enum login_outcome o,
	    int64_t began, int64_t now);

/* --- the queue of those that wait for a slot --- */

#define LOGIN_SLOTS_STUCK 30	/* between two looks at the queue, s */

/*
 * True if a tunnel that has waited for ms must dial without a slot: something
 * is wrong with the queue if it has not moved since the last look, and no
 * tunnel waits longer than five minutes.
 */
bool	login_slots_give_up(bool moved, int64_t ms);

#endif
