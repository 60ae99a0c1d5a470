/* SPDX-License-Identifier: ISC */
/* Formats the state of a connection as text. */
#ifndef SSHPCTL_STATE_H
#define SSHPCTL_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "sshpctl/client.h"

/* Room for the text of state_process(). */
#define STATE_PROCESS 200

/* True if the process runs but does not answer, or not in our protocol. */
bool	state_silent(const struct sought *o);

/* True if the process answers and the connection is up. */
bool	state_up(const struct sought *o);

/* Writes "process 12 is stopped", "process 12 does not answer", or the cure. */
void	state_process(const struct sought *o, char *out, size_t size);

/*
 * Writes the state of o: "up", "up 1/2", "needs you"; whole: with times and
 * reason.
 */
void	state_text(const struct sought *o, bool whole, char *out,
	    size_t size);

#endif
