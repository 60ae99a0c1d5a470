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

/* From the background it would stop us (SIGTTOU). */
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

bool
tty_pressed(const struct tty *t, const char *keys)
{
	struct pollfd in = { .fd = t->fd, .events = POLLIN };
	bool pressed = false;
	char key[64];
	ssize_t n, i;

	while (tty_ours(t) && poll(&in, 1, 0) == 1 &&
	    (n = descriptors_read(t->fd, key, sizeof key)) > 0)
		for (i = 0; i < n; i++)
			pressed = pressed || (key[i] != '\0' &&
			    strchr(keys, key[i]) != NULL);
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
