/* SPDX-License-Identifier: ISC */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/term_reset.h"
#include "sys/tty.h"

/* What a terminal must be able to parse, because it prints the rest. */
enum needs {
	DIGITS,			/* CSI with "?", digits and ";" */
	ESCAPES,		/* other escapes, of two or three bytes */
	MARKS			/* CSI with "<", "=" or ">" */
};

/*
 * When a terminal leaves the alternate screen, it restores the cursor that it
 * saved when it entered.  xterm and tmux do this even if they entered long ago
 * or never.  So the text enters the alternate screen first: this does nothing
 * if it is on, and else saves the current cursor.  Both are in one write, so
 * the user does not see the change.  kitty's keyboard mode is a stack for each
 * screen: the text removes the last entry, and clears the one below.
 *
 * Some terminals take "CSI > 4 m" as underline; the reset of attributes ends
 * it.  Modes that do not harm a prompt stay: the shape of the cursor, colours,
 * the title, and origin mode, which has no effect without a region.
 */
static const struct {
	const char *text;
	enum needs needs;
} reset[] = {
	{ "\033[?2026l", DIGITS },	/* synchronised output */
	{ "\033[?1049h", DIGITS },	/* enters the alternate screen */
	{ "\033[<u\033[=0u", MARKS },	/* kitty's mode, alternate screen */
	{ "\033[?1049l", DIGITS },
	{ "\033[<u\033[=0u", MARKS },	/* and on the main screen */
	{ "\033[>4m", MARKS },		/* modifyOtherKeys */
	{ "\033[?9001l", DIGITS },	/* keys as Windows reports them */
	{ "\033[?69l", DIGITS },	/* left and right margins */
	{ "\0337\033[r\0338", DIGITS },	/* region; saves the cursor, too */
	{ "\033[?7h\033[4l", DIGITS },	/* lines wrap; no insert mode */
	{ "\033[?25h", DIGITS },	/* the cursor is visible */
	/* Mouse reports: clicks, drags, all; focus; position formats. */
	{ "\033[?9l\033[?1000l\033[?1002l\033[?1003l\033[?1004l", DIGITS },
	{ "\033[?1005l\033[?1006l\033[?1015l\033[?1016l", DIGITS },
	{ "\033[?2004l", DIGITS },	/* bracketed paste */
	{ "\033[?2031l\033[?2048l", DIGITS }, /* reports of colours, size */
	{ "\033[?1l", DIGITS },		/* application cursor keys */
	{ "\033>\033(B", ESCAPES },	/* keypad; line drawing */
	{ "\017\033[0m", DIGITS },	/* the other set; attributes */
};

/* Standard output or error, if it is a terminal; -1: neither is. */
static int
term_reset_fd(void)
{
	if (!tty_redraws())
		return -1;
	return isatty(STDOUT_FILENO) ? STDOUT_FILENO :
	    isatty(STDERR_FILENO) ? STDERR_FILENO : -1;
}

/*
 * Emacs' term.el, and the console of Linux before 5.x, print sequences that
 * they do not know.
 */
static enum needs
term_reset_parses(void)
{
	const char *term = getenv("TERM");

	return strncmp(term, "eterm", 5) == 0 ? DIGITS :
	    strncmp(term, "linux", 5) == 0 ? ESCAPES : MARKS;
}

void
term_reset(void)
{
	struct pollfd out = { .fd = term_reset_fd(), .events = POLLOUT };
	char text[512] = "";
	size_t i;

	/* A terminal that the user halted with ^S would block us. */
	if (out.fd == -1 || poll(&out, 1, 0) != 1 || !(out.revents & POLLOUT))
		return;
	for (i = 0; i < sizeof reset / sizeof *reset; i++)
		if (reset[i].needs <= term_reset_parses())
			strcat(text, reset[i].text);
	(void)descriptors_write(out.fd, text, strlen(text));
}
