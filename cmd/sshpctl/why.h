/* SPDX-License-Identifier: ISC */
/* Reads histories, and prints them: sshpctl why. */
#ifndef SSHPCTL_WHY_H
#define SSHPCTL_WHY_H

#include "sshpctl/client.h"
#include "supervise/history.h"
#include "sys/userdirs.h"

/* The history of a connection, which may run or not. */
struct why {
	struct history history;	/* of one supervisor */
	struct history all;	/* of all supervisors in the same file */
	char id[64];
};

/*
 * Reads the history of a running supervisor: for a shell only its own part, for
 * a tunnel all.  Returns it, for free(3); NULL if there is none.
 */
struct why	*why_read(const struct userdirs *places,
		    const struct sought *o);

/* Number of losses today; -1 if there is no history. */
long	why_drops_today(const struct userdirs *places,
	    const struct sought *o);

/*
 * Calls found, unless it is NULL, with each history whose name or id is word:
 * ours or, if word is USER:NAME, that user's.  Returns their number.
 */
size_t	why_each(const struct userdirs *places, const char *word,
	    void (*found)(void *, const struct why *), void *arg);

/*
 * Calls found with the text of each of these histories, of any length; word of
 * NULL means all of ours.  Returns their number.
 */
size_t	why_texts(const struct userdirs *places, const char *word,
	    void (*found)(void *arg, const struct userdir *dir, const char *id,
	    const char *text), void *arg);

/* Midnight, ms since 1970. */
int64_t	why_midnight(void);

/*
 * Prints the events, and their pattern.  o is the running supervisor, or NULL.
 * several: prints its id and forwards, too, to tell it from others.
 */
void	why_print(const struct why *t, const struct sought *o, bool several);

/* The same as one JSON object, without schema. */
void	why_json(const struct why *t, const struct sought *o);

#endif
