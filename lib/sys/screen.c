/* SPDX-License-Identifier: ISC */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/screen.h"

/*
 * Leaving the alternate screen puts the cursor where it was on entering it, in
 * xterm and tmux also if that was long ago, or never.  So it is entered first:
 * that does nothing where it is on already, and elsewhere remembers the cursor
 * of now.  Both in one write are not seen.
 */
static const char reset[] =
    "\033[?1049h\033[?1049l"	/* the alternate screen */
    "\0337\033[r\0338"		/* the scrolling region; that homes, too */
    "\033[?25h"			/* the cursor is seen */
    "\033[?1000l\033[?1002l\033[?1003l"	/* the mouse: clicks, drags, all */
    "\033[?1004l\033[?1006l"	/* focus; the mouse's large numbers */
    "\033[?2004l"		/* pastes in brackets */
    "\033[?1l\033>"		/* application cursor keys, keypad */
    "\033[0m";

bool
screen_dumb(void)
{
	const char *term = getenv("TERM");

	return term != NULL && strcmp(term, "dumb") == 0;
}

/* The standard output or error that is a terminal; -1: neither is. */
static int
screen_fd(void)
{
	const char *term = getenv("TERM");

	if (term == NULL || *term == '\0' || screen_dumb())
		return -1;
	return isatty(STDOUT_FILENO) ? STDOUT_FILENO :
	    isatty(STDERR_FILENO) ? STDERR_FILENO : -1;
}

void
screen_reset(void)
{
	struct pollfd out = { .fd = screen_fd(), .events = POLLOUT };

	/* One that was stopped by ^S would stop us. */
	if (out.fd != -1 && poll(&out, 1, 0) == 1 && (out.revents & POLLOUT))
		(void)descriptors_write(out.fd, reset, sizeof reset - 1);
}
