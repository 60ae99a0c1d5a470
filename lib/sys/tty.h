/* SPDX-License-Identifier: ISC */
/* Saves and restores the terminal. */
#ifndef SYS_TTY_H
#define SYS_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <termios.h>

/* The terminal as its user left it, to be given back whatever ssh does. */
struct tty {
	int fd;			/* -1: there is none */
	struct termios modes;
};

/* Remembers the terminal that fd is; or that it is none. */
void	tty_save(struct tty *t, int fd);

/*
 * As it was remembered; also makes 0, 1 and 2 blocking again, which an ssh
 * that was killed leaves behind.
 */
void	tty_restore(const struct tty *t);

/* True if it is a terminal, and we are in its foreground. */
bool	tty_ours(const struct tty *t);

/* While waiting for a key: no echo, no line editing; ^C and ^Z work. */
void	tty_keys(const struct tty *t);

/* Throws away what was typed ahead: it was meant for a session that is gone. */
void	tty_discard(const struct tty *t);

/*
 * True if one of keys was pressed since; what else was typed is thrown away.  ^C,
 * ^\ and ^Z act also where a keyboard mode of kitty or xterm is on, in which the
 * kernel does not know them.
 */
bool	tty_pressed(const struct tty *t, const char *keys);

/* The same for Enter. */
bool	tty_enter(const struct tty *t);

/* Lines and columns of the terminal that fd is; for none, more than enough. */
void	tty_size(int fd, int *lines, int *columns);

/* Does the terminal take UTF-8, by the locale's name? */
bool	tty_utf8(void);

/* Columns that a text takes, in which a UTF-8 sequence is one. */
size_t	tty_columns_of(const char *text);

#endif
