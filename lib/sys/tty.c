/* SPDX-License-Identifier: ISC */
#include <sys/ioctl.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/tty.h"

void
tty_save(struct tty *t, int fd)
{
	t->fd = tcgetattr(fd, &t->modes) == 0 ? fd : -1;
}

/* Does nothing in the background, where this would stop us (SIGTTOU). */
static void
tty_set(const struct tty *t, const struct termios *modes)
{
	void (*old)(int) = signal(SIGTTOU, SIG_IGN);

	(void)tcsetattr(t->fd, TCSADRAIN, modes);
	signal(SIGTTOU, old);
}

void
tty_restore(const struct tty *t)
{
	int fd, flags;

	if (tty_ours(t))
		tty_set(t, &t->modes);
	for (fd = 0; fd <= 2; fd++)
		if ((flags = fcntl(fd, F_GETFL)) != -1 &&
		    (flags & O_NONBLOCK))
			(void)fcntl(fd, F_SETFL, flags & ~O_NONBLOCK);
}

bool
tty_ours(const struct tty *t)
{
	return t->fd != -1 && tcgetpgrp(t->fd) == getpgrp();
}

void
tty_keys(const struct tty *t)
{
	struct termios m = t->modes;

	if (!tty_ours(t))
		return;
	m.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	m.c_lflag |= ISIG;
	m.c_cc[VMIN] = 1;
	m.c_cc[VTIME] = 0;
	tty_set(t, &m);
}

void
tty_discard(const struct tty *t)
{
	if (tty_ours(t))
		(void)tcflush(t->fd, TCIFLUSH);
}

/*
 * Returns the byte of a key that was reported in the keyboard mode of kitty
 * (CSI key ; modifiers : event u) or xterm (CSI 27 ; modifiers ; key ~), or 0.
 * A program that ended may have left such a mode on.  text begins after the
 * CSI; *end is after the sequence.
 */
static char
tty_reported(const char *text, const char **end)
{
	enum { CTRL = 4, RELEASED = 3 };
	long n[3] = { 0, 1, 0 }, event = 1, other = 0, *into = &n[0];
	int i = 0;

	for (; *text != '\0' && (*text < '@' || *text > '~'); text++)
		if (*text >= '0' && *text <= '9')
			*into = *into < 1000000 ? *into * 10 + *text - '0' : 0;
		else if (*text == ';')
			*(into = &n[i < 2 ? ++i : 2]) = 0;
		else
			*(into = i == 1 ? &event : &other) = 0;
	*end = *text == '\0' ? text : text + 1;
	if (*text == '~' && n[0] == 27)
		n[0] = n[2];
	else if (*text != 'u' || event == RELEASED)
		return '\0';
	if (n[1] > 0 && ((n[1] - 1) & CTRL))
		return n[0] >= '@' && n[0] < 0x7f ? (char)(n[0] & 0x1f) : '\0';
	return n[0] < 0x80 ? (char)n[0] : '\0';
}

/* The signal of a key; 0: none. */
static int
tty_signal(const struct tty *t, char key)
{
	static const struct {
		int key, sig;
	} means[] = {
		{ VINTR, SIGINT }, { VQUIT, SIGQUIT }, { VSUSP, SIGTSTP },
	};
	size_t i;

	for (i = 0; i < sizeof means / sizeof *means; i++)
		if (key != '\0' && (cc_t)key == t->modes.c_cc[means[i].key])
			return means[i].sig;
	return 0;
}

/* True if text, typed input, has one of keys. */
static bool
tty_typed(const struct tty *t, const char *text, const char *keys)
{
	bool pressed = false;
	int sig;
	char key;

	while (*text != '\0') {
		if (text[0] == '\033' && text[1] == '[')
			key = tty_reported(text + 2, &text);
		else
			key = *text++;
		if ((sig = tty_signal(t, key)) != 0)
			(void)kill(0, sig);
		pressed = pressed || (key != '\0' && strchr(keys, key) != NULL);
	}
	return pressed;
}

bool
tty_pressed(const struct tty *t, const char *keys)
{
	struct pollfd in = { .fd = t->fd, .events = POLLIN };
	bool pressed = false;
	char text[65];
	ssize_t n;

	while (tty_ours(t) && poll(&in, 1, 0) == 1 &&
	    (n = descriptors_read(t->fd, text, sizeof text - 1)) > 0) {
		text[n] = '\0';
		pressed = tty_typed(t, text, keys) || pressed;
	}
	return pressed;
}

bool
tty_enter(const struct tty *t)
{
	return tty_pressed(t, "\n\r");
}

void
tty_size(int fd, int *lines, int *columns)
{
	struct winsize w = { 0 };

	if (ioctl(fd, TIOCGWINSZ, &w) == -1 || w.ws_col == 0 || w.ws_row == 0)
		w = (struct winsize){ .ws_row = 1000, .ws_col = 10000 };
	*lines = w.ws_row;
	*columns = w.ws_col;
}

bool
tty_utf8(void)
{
	static const char *const name[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *value;
	size_t i;

	for (i = 0; i < sizeof name / sizeof *name; i++) {
		value = getenv(name[i]);
		if (value != NULL && *value != '\0')
			return strstr(value, "UTF-8") != NULL ||
			    strstr(value, "utf8") != NULL;
	}
	return false;
}

size_t
tty_columns_of(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += (*text & 0xc0) != 0x80;
	return n;
}

bool
tty_dumb(void)
{
	const char *term = getenv("TERM");

	return term != NULL && strcmp(term, "dumb") == 0;
}

bool
tty_redraws(void)
{
	const char *term = getenv("TERM");

	return term != NULL && *term != '\0' && !tty_dumb();
}
