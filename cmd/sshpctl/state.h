/* SPDX-License-Identifier: ISC */
/* The state of a connection in words. */
#ifndef SSHPCTL_STATE_H
#define SSHPCTL_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "sshpctl/client.h"

/* Is there a process that cannot be asked? */
bool	state_silent(const struct sought *o);

/* Does it answer, and is up? */
bool	state_up(const struct sought *o);

/* "process 12 is stopped", "process 12 does not answer" */
void	state_process(const struct sought *o, char *out, size_t size);

/*
 * How one of those that were sought stands: "up", "up 1/2", "needs you"; whole:
 * with times and reason.
 */
void	state_text(const struct sought *o, bool whole, char *out,
	    size_t size);

#endif
