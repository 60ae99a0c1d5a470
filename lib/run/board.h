/* SPDX-License-Identifier: ISC */
#ifndef RUN_BOARD_H
#define RUN_BOARD_H

#include "run/seek.h"

/* The table of what is kept, once or live. */

/* Prints the table, of those that are called name, or of all for NULL. */
void	board_print(const struct seek *s, const char *name);

/* Redraws it in place until q or ^C; 0, or -1 if this is no terminal. */
int	board_live(struct seek *s, const char *name);

#endif
