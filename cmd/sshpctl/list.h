/* SPDX-License-Identifier: ISC */
/* Prints the table of connections: sshpctl list. */
#ifndef SSHPCTL_LIST_H
#define SSHPCTL_LIST_H

#include "sshpctl/client.h"

/* The table of what is kept, once or live. */

/* Prints the table of those that were chosen. */
void	list_print(const struct client *s);

#define LIST_BAR 24		/* slots of half an hour */
#define LIST_LINES 256		/* at most so many are drawn */

/* What comes from the disk; kept by the live view. */
struct list_past {
	char id[64];
	long uid;
	int changes;		/* of the sought, when it was read */
	int64_t read;		/* when, ms */
	long drops;		/* today; -1: nobody wrote it down */
	char bar[4 * LIST_BAR + 1];
};

/*
 * Prints the table on a terminal, no larger than that, with the last hours,
 * each line with an order to clear what is left of it; past is one for each
 * line.
 */
void	list_draw(const struct client *s, struct list_past *past);

#endif
