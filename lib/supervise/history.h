/* SPDX-License-Identifier: ISC */
/* The events of a connection's history, and what they show. */
#ifndef SUPERVISE_HISTORY_H
#define SUPERVISE_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The flight recorder: what happened to a kept connection, an event a line of
 * key=value (base/pairs.h), and what can be read from it later.  Points are ms
 * since 1970, for a history outlives boots; spans are ms.
 */

enum history_kind {
	HISTORY_OTHER,
	HISTORY_ABOUT,		/* begins a file: whose history it is */
	HISTORY_START,		/* of a supervisor */
	HISTORY_UP,
	HISTORY_LOST,
	HISTORY_WAIT,	/* a try failed, for another reason than before */
	HISTORY_END		/* of a supervisor, in good order */
};

struct history_event {
	int kind;		/* enum history_kind */
	int64_t time;
	int64_t pid;		/* of the supervisor */
	int phase;		/* LOST, WAIT: enum session_reach */
	int cause;		/* LOST, WAIT, END: enum cause */
	int64_t took;		/* UP: the attempt */
	int64_t outage;		/* UP: since it was noticed that it was lost */
	int64_t tries;		/* UP, WAIT: failures in a row */
	char ports[160];	/* UP: what each -R 0 was given */
	int64_t lasted;		/* LOST: how long it had been up */
	int64_t silent;		/* LOST: since the last answer; 0: not known */
	int64_t quiet;		/* LOST: nobody spoke so long before that */
	int64_t status;		/* END: to exit with */
	char why[400];

	/* ABOUT */
	char name[128], to[300], host[256], forwards[600];
	int64_t alive;		/* ServerAliveInterval, s */
	char alive_at[256];	/* where it was set; "": it was not */
};

/* The longest line. */
#define HISTORY_LINE 2600

/* Writes the line, without its end; the length. */
size_t	history_write(const struct history_event *e, char out[HISTORY_LINE]);

/* Reads one of n bytes; 0, or -1 if it is none. */
int	history_read(struct history_event *e, const char *line, size_t n);

enum history_state {
	HISTORY_OFF,		/* no supervisor ran */
	HISTORY_UNKNOWN,	/* killed: nobody knows when */
	HISTORY_IS_DOWN,
	HISTORY_IS_UP
};

struct history_drop {
	int64_t lost;		/* when it was noticed */
	int64_t clock;		/* the same as the wall clock showed it */
	int64_t back;		/* when; 0: it is not */
	int64_t outage;		/* from noticed to back; 0: it is not */
	int64_t lasted, silent, quiet;
	int64_t pid;
	int phase, cause;
	char why[200];		/* the evidence */
	char then[160];	/* what the tries after it met; "" nothing else */
};

#define HISTORY_DROPS 128
#define HISTORY_MARKS 1024

/* All that is known; zero is an empty one.  Large: not for the stack. */
struct history {
	struct history_drop drop[HISTORY_DROPS]; /* the i-th is at i modulo */
	size_t drops;
	struct { int64_t time; enum history_state state; }
	    mark[HISTORY_MARKS];
	size_t marks;
	struct history_event about;
	struct history_event last; /* the latest but ABOUT */
	int64_t only;		/* the supervisor to hear; 0: all */
};

/*
 * Adds the next event; shift is what local time is ahead of UTC then, ms.
 * That of other supervisors than h->only is passed over.
 */
void	history_add(struct history *h, const struct history_event *e,
	    int64_t shift);

/* The i-th drop from the end; NULL if there were, or are kept, no so many. */
const struct history_drop	*history_drop(const struct history *h,
				    size_t i);

/* How many drops since that point; those that are kept. */
size_t	history_since(const struct history *h, int64_t since);

/*
 * The time from from to to in n slots: for each the share that it was up, in
 * percent; -1 for not running, -2 for not known, whichever reigned.  running:
 * there is a supervisor now.
 */
void	history_bar(const struct history *h, int64_t from, int64_t to,
	    bool running, int *slot, int n);

/* The words for phases: "tcp", "banner" ... */
const char	*history_phase(int phase);

#endif
