/* SPDX-License-Identifier: ISC */
#ifndef RUN_TALE_H
#define RUN_TALE_H

#include "keep/history.h"
#include "run/seek.h"

/* The histories on disk, and what sshpctl why tells of one. */

/* A history of a connection, whether it is kept now or not. */
struct tale {
	struct history history;	/* of the keeper that is asked for */
	struct history all;	/* of all keepers that wrote into it */
	char id[64];
};

/*
 * Reads the history id in the directory place, or in any of places if that is
 * "".  only: of that keeper alone, if not 0.  Returns it, for free(3); NULL if
 * there is none.
 */
struct tale	*tale_read(char *const *places, const char *place,
		    const char *id, int64_t only);

/*
 * Calls found with each history that is named so, or has that id; returns how
 * many there were.
 */
int	tale_each(char *const *places, const char *word,
	    void (*found)(void *, const struct tale *), void *arg);

/* Midnight, ms since 1970. */
int64_t	tale_midnight(void);

/*
 * Prints what happened, and the pattern in it.  o is the keeper that runs, or
 * NULL.
 */
void	tale_print(const struct tale *t, const struct sought *o);

/* The same as one JSON object, without schema. */
void	tale_json(const struct tale *t, const struct sought *o);

#endif
