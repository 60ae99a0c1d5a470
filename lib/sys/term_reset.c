/* SPDX-License-Identifier: ISC */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/term_reset.h"

/* What a terminal must be able to parse, or it would print the rest of it. */
enum needs {
	DIGITS,			/* CSI with "?", digits and ";" */
	ESCAPES,		/* other escapes, of two or three bytes */
	MARKS			/* CSI with "<", "=" or ">" */
};

/*
 * Leaving the alternate screen puts the cursor where it was on entering it, in
 * xterm and tmux also if that was long ago, or never.  So it is entered first:
 * that does nothing where it is on already, and elsewhere remembers the cursor
 * of now.  Both in one write are not seen.  kitty's keyboard mode is a stack,
 * one for each screen: the last entry is removed, and the one below it cleared.
 *
 * The underline that some terminals read into "CSI > 4 m" ends with the other
 * attributes.  Left alone is what a prompt can be used with: the shape of the
 * cursor, colours, the title, and origin mode, which without a region is none.
 */
static const struct {
	const char *text;
	enum needs needs;
} reset[] = {
	{ "\033[?2026l", DIGITS },	/* a frame that is held back */
	{ "\033[?1049h", DIGITS },	/* the alternate screen */
	{ "\033[<u\033[=0u", MARKS },	/* kitty's keyboard mode, there */
	{ "\033[?1049l", DIGITS },
	{ "\033[<u\033[=0u", MARKS },	/* and here */
	{ "\033[>4m", MARKS },		/* modifyOtherKeys */
	{ "\033[?9001l", DIGITS },	/* keys as Windows reports them */
	{ "\033[?69l", DIGITS },	/* margins to the left and right */
	{ "\0337\033[r\0338", DIGITS },	/* the region; that homes, too */
	{ "\033[?7h\033[4l", DIGITS },	/* lines wrap; nothing is inserted */
	{ "\033[?25h", DIGITS },	/* the cursor is seen */
	/* The mouse: clicks, drags, all; focus; its ways to say where. */
	{ "\033[?9l\033[?1000l\033[?1002l\033[?1003l\033[?1004l", DIGITS },
	{ "\033[?1005l\033[?1006l\033[?1015l\033[?1016l", DIGITS },
	{ "\033[?2004l", DIGITS },	/* pastes in brackets */
	{ "\033[?2031l\033[?2048l", DIGITS }, /* news of colours and size */
	{ "\033[?1l", DIGITS },		/* application cursor keys */
	{ "\033>\033(B", ESCAPES },	/* keypad; line drawing */
	{ "\017\033[0m", DIGITS },	/* the other set; attributes */
};

bool
term_reset_dumb(void)
{
	const char *term = getenv("TERM");

	return term != NULL && strcmp(term, "dumb") == 0;
}

/* The standard output or error that is a terminal; -1: neither is. */
static int
term_reset_fd(void)
{
	const char *term = getenv("TERM");

	if (term == NULL || *term == '\0' || term_reset_dumb())
		return -1;
	return isatty(STDOUT_FILENO) ? STDOUT_FILENO :
	    isatty(STDERR_FILENO) ? STDERR_FILENO : -1;
}

/*
 * Emacs' term.el, and the console of Linux before 5.x, print what they do not
 * know.
 */
static enum needs
term_reset_parses(void)
{
	const char *term = getenv("TERM");

	return strncmp(term, "eterm", 5) == 0 ? DIGITS :
	    strncmp(term, "linux", 5) == 0 ? ESCAPES : MARKS;
}

void
term_reset_reset(void)
{
	struct pollfd out = { .fd = term_reset_fd(), .events = POLLOUT };
	char text[512] = "";
	size_t i;

	/* One that was stopped by ^S would stop us. */
	if (out.fd == -1 || poll(&out, 1, 0) != 1 || !(out.revents & POLLOUT))
		return;
	for (i = 0; i < sizeof reset / sizeof *reset; i++)
		if (reset[i].needs <= term_reset_parses())
			strcat(text, reset[i].text);
	(void)descriptors_write(out.fd, text, strlen(text));
}
