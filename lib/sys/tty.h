/* SPDX-License-Identifier: ISC */
/* Saves and restores the terminal. */
#ifndef SYS_TTY_H
#define SYS_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* The terminal's modes before ssh, to restore them after ssh. */
struct tty {
	int fd;			/* -1: no terminal */
	struct termios modes;
};

/* Saves the modes of the terminal fd; or records that fd is no terminal. */
void	tty_save(struct tty *t, int fd);

/*
 * Restores the saved modes.  Also makes 0, 1 and 2 blocking again, because a
 * killed ssh leaves them non-blocking.
 */
void	tty_restore(const struct tty *t);

/* True if t is a terminal, and we are in its foreground process group. */
bool	tty_ours(const struct tty *t);

/* Sets the modes to wait for a key: no echo, no line editing; ^C, ^Z work. */
void	tty_keys(const struct tty *t);

/* Discards typed input, because it was meant for a session that is lost. */
void	tty_discard(const struct tty *t);

/*
 * True if one of keys was pressed since the last call.  Discards all other
 * input.  ^C, ^\ and ^Z also work in the keyboard modes of kitty and xterm, in
 * which the kernel does not recognise them.
 */
bool	tty_pressed(const struct tty *t, const char *keys);

/* True if Enter was pressed since the last call; as tty_pressed(). */
bool	tty_enter(const struct tty *t);

/* Lines and columns of the terminal fd; very large if fd is no terminal. */
void	tty_size(int fd, int *lines, int *columns);

/* True if the terminal takes UTF-8, according to the name of the locale. */
bool	tty_utf8(void);

/* Columns that text takes; each UTF-8 sequence counts as one. */
size_t	tty_columns_of(const char *text);

/* True if TERM is "dumb", as programs that drive a shell set it. */
bool	tty_dumb(void);

/* True if TERM names a terminal on which a line can be redrawn in place. */
bool	tty_redraws(void);

#endif
