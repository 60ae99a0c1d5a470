/* SPDX-License-Identifier: ISC */
/* The events of a connection's history, and what they show. */
#ifndef SUPERVISE_HISTORY_H
#define SUPERVISE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/path_figures.h"

/*
 * The history of a kept connection has one event per line, as key=value
 * (base/pairs.h).  Times are ms since 1970, because a history outlives boots;
 * spans are ms.
 */

enum history_kind {
	HISTORY_OTHER,
	HISTORY_ABOUT,		/* first line of a file: which connection */
	HISTORY_START,		/* a supervisor starts */
	HISTORY_UP,
	HISTORY_LOST,
	HISTORY_WAIT,	/* an attempt failed, for a new reason */
	HISTORY_END		/* a supervisor ends, and was not killed */
};

struct history_event {
	int kind;		/* enum history_kind */
	int64_t time;
	int64_t pid;		/* of the supervisor */
	int phase;		/* LOST, WAIT: enum session_reach */
	int cause;		/* LOST, WAIT, END: enum cause */
	int64_t took;		/* UP: how long the attempt took */
	int64_t outage;		/* UP: since sshp noticed the loss */
	int64_t tries;		/* UP, WAIT: failures in a row */
	char ports[160];	/* UP: the port of each -R 0 */
	int64_t lasted;		/* LOST: how long it had been up */
	int64_t silent;		/* LOST: since the last answer; 0: not known */
	int64_t quiet;		/* LOST: no traffic so long before that */
	struct path_figures path; /* LOST: in the minute before it */
	int64_t status;		/* END: the exit status */
	char why[400];

	/* ABOUT */
	char name[128], to[300], host[256], forwards[600];
	int64_t alive;		/* ServerAliveInterval, s */
	char alive_at[256];	/* where the user set that; "": not set */
};

/* Room for the longest line. */
#define HISTORY_LINE 2600

/* Writes the line without a newline.  Returns its length. */
size_t	history_write(const struct history_event *e, char out[HISTORY_LINE]);

/* Reads a line of n bytes.  Returns 0, or -1 if it is no event. */
int	history_read(struct history_event *e, const char *line, size_t n);

enum history_state {
	HISTORY_OFF,		/* no supervisor ran */
	HISTORY_UNKNOWN,	/* the supervisor was killed, unknown when */
	HISTORY_IS_DOWN,
	HISTORY_IS_UP
};

struct history_drop {
	int64_t lost;		/* when sshp noticed the loss */
	int64_t clock;		/* the same in local time */
	int64_t back;		/* when it was up again; 0: not yet */
	int64_t outage;		/* from lost to back, ms; 0: not back yet */
	int64_t lasted, silent, quiet;
	struct path_figures path;
	int64_t pid;
	int phase, cause;
	char why[200];		/* the evidence */
	char then[160];	/* why later attempts failed; "": for no new reason */
};

#define HISTORY_DROPS 128
#define HISTORY_ASKED 5
#define HISTORY_MARKS 1024

/* A history in memory; zero is empty.  It is too large for the stack. */
struct history {
	struct history_drop drop[HISTORY_DROPS]; /* i is at i % HISTORY_DROPS */
	size_t drops;
	struct history_drop asked[HISTORY_ASKED]; /* the same */
	size_t askeds;
	struct { int64_t time; enum history_state state; }
	    mark[HISTORY_MARKS];
	size_t marks;
	struct history_event about;
	struct history_event last; /* the latest that is not ABOUT */
	int64_t only;		/* pid of the one supervisor that counts;
				   0: all count */
};

/*
 * Adds the next event.  shift: how far local time is ahead of UTC then, ms.
 * Events of supervisors other than h->only are ignored.
 */
void	history_add(struct history *h, const struct history_event *e,
	    int64_t shift);

/* Drop i from the end, 0 is the last; NULL if there are, or are kept, fewer. */
const struct history_drop	*history_drop(const struct history *h,
				    size_t i);

/*
 * Restart or stop i from the end that the user asked for: not a drop.  Of a
 * stop, lasted and back are 0.  NULL if there are, or are kept, fewer.
 */
const struct history_drop	*history_asked(const struct history *h,
				    size_t i);

/* How many of the drops that are kept came at since or later. */
size_t	history_since(const struct history *h, int64_t since);

/*
 * Divides the time between from and to into n slots, at most 64.  Each slot
 * gets the share of the time that the connection was up, in percent.  A slot
 * gets -1 if most of it passed without a supervisor, -2 if most of it is not
 * known.  running: there is a supervisor now.
 */
void	history_bar(const struct history *h, int64_t from, int64_t to,
	    bool running, int *slot, int n);

/* The name of a phase (enum session_reach): "dial", "banner" ... */
const char	*history_phase(int phase);

#endif
