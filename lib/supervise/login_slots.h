/* SPDX-License-Identifier: ISC */
/* How many tunnels may log in to one server at a time. */
#ifndef SUPERVISE_LOGIN_SLOTS_H
#define SUPERVISE_LOGIN_SLOTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How many tunnels of one user may log in to one destination at a time, from
 * dial to login.  They share this record, and each of them keeps it up: what
 * it says may be old, or nonsense, and stays within bounds whatever it says.
 *
 * Eight at first, for sshd's MaxStartups begins to drop at ten; half as many
 * when the server drops a connection before its banner; one more after a second
 * and as many logins as may be at a time, without a drop.  Where the last drop
 * was, four times as many: the server is as full as it was.  While it cannot
 * be reached at all, one at a time and not too often: all of them would learn
 * the same.
 *
 * Times are CLOCK_BOOTTIME, ms.
 */
struct login_slots {
	int64_t window;		/* logins at a time */
	int64_t since;		/* when that last changed */
	int64_t done;		/* logins since */
	int64_t drop, limit;	/* the last drop, and the window that met it; a
				 * limit of 0: there was none */
	int64_t used;		/* when a slot was last taken */
	int64_t away;		/* when the server was last out of reach; 0: it
				 * was reached since */
	int64_t taken;		/* slots, ever: a queue that moves adds to it */
};

#define LOGIN_SLOTS_MOST 64	/* never more at a time */
#define LOGIN_SLOTS_TEXT 200

/* Writes it as text into out. */
void	login_slots_write(const struct login_slots *s,
	    char out[LOGIN_SLOTS_TEXT]);

/* Reads what another wrote before now; nonsense is a record without a use. */
void	login_slots_read(struct login_slots *s, const char *text,
	    int64_t now);

/* The slots that may be taken at now: from 0 to so many less one. */
int	login_slots_open(const struct login_slots *s, int64_t now);

/* One of them is taken. */
void	login_slots_take(struct login_slots *s, int64_t now);

/* The server has answered one, at now. */
void	login_slots_answered(struct login_slots *s, int64_t now);

/* It dropped the connection that was dialled at began, before its banner. */
void	login_slots_dropped(struct login_slots *s, int64_t began,
	    int64_t now);

/* The dial at began failed; it counts if it failed at once. */
void	login_slots_failed(struct login_slots *s, int64_t began,
	    int64_t now);

#endif
