/* SPDX-License-Identifier: ISC */
/* Prints the table of connections, once or live: sshpctl list. */
#ifndef SSHPCTL_LIST_H
#define SSHPCTL_LIST_H

#include "sshpctl/client.h"

/* Prints the table of those that were chosen. */
void	list_print(const struct client *s);

/*
 * "sshpctl list -w": the table, redrawn in place until q or ^C, of those that
 * s->word means.  0, or -1 if standard output is no terminal where that could
 * be done.
 */
int	list_live_run(struct client *s);

#endif
