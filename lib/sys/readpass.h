/* SPDX-License-Identifier: ISC */
/* Asks a question on the terminal. */
#ifndef SYS_READPASS_H
#define SYS_READPASS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Writes prompt to the controlling terminal, and reads a line into answer, with
 * a NUL.  echo: the terminal shows the answer.  A signal has its usual effect,
 * after the terminal is restored.  After a stop the prompt is written again.
 * Returns the length of the answer; -1: no terminal, or no answer.
 */
ssize_t	readpass_ask(const char *prompt, bool echo, char *answer,
	    size_t size);

/* Writes text to the controlling terminal, if there is one. */
void	readpass_notice(const char *text);

#endif
