/* SPDX-License-Identifier: ISC */
#ifndef RUN_LIVE_H
#define RUN_LIVE_H

#include "run/seek.h"

/*
 * "sshpctl list -w": the table, redrawn in place until q or ^C, of those that
 * are called name, or of all for NULL.  0, or -1 if standard output is no
 * terminal where that could be done.
 */
int	live_run(struct seek *s, const char *name);

#endif
