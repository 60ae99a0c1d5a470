/* SPDX-License-Identifier: ISC */
/* Prints the table of connections, once or live: sshpctl list. */
#ifndef SSHPCTL_LIST_H
#define SSHPCTL_LIST_H

#include "sshpctl/client.h"

/*
 * Prints the table of the chosen connections; whole: with their ids,
 * destinations and forwards.  On a terminal, it has colours, unless NO_COLOR is
 * set, and a line with the totals.
 */
void	list_print(const struct client *s, bool whole);

/*
 * "sshpctl list -w": redraws the table of the connections that s->word means,
 * in place, until q or ^C.  Returns 0, or -1 if standard output is not a
 * terminal that allows that.
 */
int	list_live_run(struct client *s);

#endif
