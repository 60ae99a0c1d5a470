/* SPDX-License-Identifier: ISC */
/* Reads histories, and prints them: sshpctl why. */
#ifndef SSHPCTL_WHY_H
#define SSHPCTL_WHY_H

#include "sshpctl/client.h"
#include "supervise/history.h"
#include "sys/userdirs.h"

/* The histories on disk, and what sshpctl why tells of one. */

/* A history of a connection, whether it is kept now or not. */
struct why {
	struct history history;	/* of the supervisor that is asked for */
	struct history all;	/* of all supervisors that wrote into it */
	char id[64];
};

/*
 * Reads the history of a supervisor that runs: of a shell its own part, of a
 * tunnel all.  Returns it, for free(3); NULL if there is none.
 */
struct why	*why_read(const struct userdirs *places,
		    const struct sought *o);

/* How often it was lost today; -1 if nobody wrote it down. */
long	why_drops_today(const struct userdirs *places,
	    const struct sought *o);

/*
 * Calls found, unless it is NULL, with each history that is named so, or has
 * that id: of ours or, if word is USER:NAME, of that user's.  Returns how many
 * there are.
 */
size_t	why_each(const struct userdirs *places, const char *word,
	    void (*found)(void *, const struct why *), void *arg);

/* Midnight, ms since 1970. */
int64_t	why_midnight(void);

/*
 * Prints what happened, and the pattern in it.  o is the supervisor that runs,
 * or NULL; several: with what tells it from others.
 */
void	why_print(const struct why *t, const struct sought *o, bool several);

/* The same as one JSON object, without schema. */
void	why_json(const struct why *t, const struct sought *o);

#endif
