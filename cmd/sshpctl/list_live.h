/* SPDX-License-Identifier: ISC */
/* Prints the table again and again: sshpctl list -w. */
#ifndef SSHPCTL_LIST_LIVE_H
#define SSHPCTL_LIST_LIVE_H

#include "sshpctl/client.h"

/*
 * "sshpctl list -w": the table, redrawn in place until q or ^C, of those that
 * s->word means.  0, or -1 if standard output is no terminal where that could
 * be done.
 */
int	list_live_run(struct client *s);

#endif
