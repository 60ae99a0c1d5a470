/* SPDX-License-Identifier: ISC */
/* Asks a question on the terminal. */
#ifndef SYS_READPASS_H
#define SYS_READPASS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Asks on the controlling terminal, without echo unless told otherwise, and
 * reads a line into answer, ended by a NUL.  Signals act as ever, with the
 * terminal put right first; after a stop the question is asked again.  Returns
 * its length, or -1: no terminal, or no answer.
 */
ssize_t	readpass_ask(const char *prompt, bool echo, char *answer,
	    size_t size);

/* Says it there, if there is a terminal. */
void	readpass_notice(const char *text);

#endif
