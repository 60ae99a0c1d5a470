/* SPDX-License-Identifier: ISC */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
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
tty_enter(const struct tty *t)
{
	struct pollfd in = { .fd = t->fd, .events = POLLIN };
	bool enter = false;
	char key[64];
	ssize_t n;

	while (tty_ours(t) && poll(&in, 1, 0) == 1 &&
	    (n = descriptors_read(t->fd, key, sizeof key)) > 0)
		enter = enter || memchr(key, '\n', (size_t)n) != NULL ||
		    memchr(key, '\r', (size_t)n) != NULL;
	return enter;
}
