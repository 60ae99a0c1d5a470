/* SPDX-License-Identifier: ISC */
/* Resets the terminal's modes after a full-screen program was cut off. */
#ifndef SYS_TERM_RESET_H
#define SYS_TERM_RESET_H

/*
 * Switches off the modes that full-screen programs leave on when they are cut
 * off, and that make a shell unusable: the alternate screen, a hidden
 * cursor, a scrolling region, margins, lines that do not wrap, insert mode,
 * line drawing, attributes; reports of the mouse, of focus and of size, pastes
 * in brackets; application keys, and the keyboard modes of kitty, xterm
 * (modifyOtherKeys) and Windows.  The screen does not change if none of these
 * is on.  Does nothing without a terminal, or if TERM is "dumb".
 */
void	term_reset(void);

#endif
