/* SPDX-License-Identifier: ISC */
/* Resets the terminal modes that full-screen programs leave on. */
#ifndef SYS_TERM_RESET_H
#define SYS_TERM_RESET_H

#include <stdbool.h>

/* Does TERM call the terminal dumb, as programs do that drive a shell? */
bool	term_reset_dumb(void);

/*
 * Switches off what full-screen programs leave on when they do not end by
 * themselves, and a shell cannot be used with: the alternate screen, a hidden
 * cursor, a scrolling region, margins, lines that do not wrap, insert mode,
 * line drawing, attributes; reports of the mouse, of focus and of size, pastes
 * in brackets; application keys, and the keyboard modes of kitty, xterm
 * (modifyOtherKeys) and Windows.  A screen where none of it is on stays as it
 * is. Nothing happens without a terminal, or with one that TERM calls dumb.
 */
void	term_reset_reset(void);

#endif
