/* SPDX-License-Identifier: ISC */
#ifndef RUN_SEEK_H
#define RUN_SEEK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/control.h"

/*
 * sshpctl's side of the keepers: finds those that run, ours or, for root,
 * everybody's, by what they registered and by their run directories, and
 * speaks with them.  One that was killed does not answer and is passed over.
 */

struct sought {
	int fd;			/* -1: it has gone */
	long uid;		/* whose it is; -1: not known */
	bool answered;		/* status is good, as of got, ms */
	int64_t got;
	int changes;		/* how many answers came */
	struct control_status status;
	char place[256];	/* the registry's directory; "": not known */
	char socket[160];
};

struct seek {
	char **place;		/* registry_places() */
	struct sought *one;
	size_t n, room;
	enum control_request ask; /* of each that is found */
	int blind;		/* errno of what kept us from seeing all; or 0 */
};

/* Ready to look; ask is STATUS or WATCH. */
void	seek_open(struct seek *s, enum control_request ask);

/* Looks for keepers that are not known yet, and asks them. */
void	seek_look(struct seek *s);

/*
 * Takes what comes, for at most ms or, settled, until each has answered, else
 * until something came.  fd, unless NULL, are two more to watch; returns true
 * if one of them is readable.
 */
bool	seek_wait(struct seek *s, int ms, bool settled, const int fd[2]);

/* Forgets those that have gone, or never answered, and sorts by name. */
void	seek_tidy(struct seek *s);

/* Asks one again; 0, or -1 if it has gone. */
int	seek_ask(struct sought *o, enum control_request r);

/* True if word is its name, its id, or NAME/ID. */
bool	seek_is(const struct sought *o, const char *word);

/* What was ms at the time of the answer is now. */
int64_t	seek_age(const struct sought *o, int64_t ms, int64_t now);

void	seek_close(struct seek *s);

#endif
