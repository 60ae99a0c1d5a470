/* SPDX-License-Identifier: ISC */
#ifndef RUN_BOARD_H
#define RUN_BOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "run/seek.h"

/* The table of what is kept, once or live. */

/* Its state: "up", "up 1/2", "needs you"; whole: with times and reason. */
void	board_state(const struct sought *o, bool whole, char *out,
	    size_t size);

/* Prints the table, of those that are called name, or of all for NULL. */
void	board_print(const struct seek *s, const char *name);

/* Redraws it in place until q or ^C; 0, or -1 if this is no terminal. */
int	board_live(struct seek *s, const char *name);

#endif
