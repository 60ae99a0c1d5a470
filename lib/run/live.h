/* SPDX-License-Identifier: ISC */
#ifndef RUN_LIVE_H
#define RUN_LIVE_H

#include "run/seek.h"

/*
 * "sshpctl list -w": the table, redrawn in place until q or ^C, of those that
 * s->word means.  0, or -1 if standard output is no terminal where that could be
 * done.
 */
int	live_run(struct seek *s);

#endif
