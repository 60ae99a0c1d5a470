/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sshpctl/list.h"
#include "sshpctl/list_live.h"
#include "sys/clock.h"
#include "sys/signals.h"
#include "sys/term_reset.h"
#include "sys/tty.h"

enum {
	LOOK = 1000,		/* for others, so often, ms */
	SETTLE = 200,		/* for the answers of new ones, ms */
	DRAW = 100		/* no more often than that, ms */
};

struct live {
	struct seek *seek;
	struct board_past *past;	/* one for each line */
	struct tty tty;
	int signals;
};

/* The alternate screen, without a cursor; keys come one by one. */
static void
live_enter(const struct live *v)
{
	tty_keys(&v->tty);
	fputs("\033[?1049h\033[?25l", stdout);
}

static void
live_leave(const struct live *v)
{
	fputs("\033[?25h\033[?1049l", stdout);
	(void)fflush(stdout);
	tty_restore(&v->tty);
}

static void
live_draw(struct live *v)
{
	struct sought *o;

	(void)seek_choose(v->seek, v->seek->word, &o);
	fputs("\033[H", stdout);
	board_draw(v->seek, v->past);
	fputs("\033[J", stdout);
	(void)fflush(stdout);
}

/* Draws what changes, at most so often; looks for others once in a while. */
static bool
live_turn(struct live *v, const int fd[2])
{
	int64_t ends = clock_now() + LOOK, drawn;
	bool key = false;

	seek_look(v->seek);
	(void)seek_wait(v->seek, SETTLE, true, NULL);
	seek_tidy(v->seek);
	while (!key && clock_now() < ends) {
		live_draw(v);
		drawn = clock_now();
		key = seek_wait(v->seek, (int)(ends - drawn), false, fd);
		while (!key && clock_now() < drawn + DRAW)
			key = seek_wait(v->seek, (int)(drawn + DRAW -
			    clock_now()), false, fd);
	}
	return key;
}

/* ^Z gives the terminal back for as long as it lasts. */
static void
live_suspend(const struct live *v)
{
	live_leave(v);
	signals_die(SIGTSTP);
	live_enter(v);
}

/* Takes what came; true if it is over. */
static bool
live_over(const struct live *v)
{
	int sig = signals_take(v->signals);

	if (sig == SIGTSTP)
		live_suspend(v);
	return (sig != 0 && sig != SIGTSTP && sig != SIGWINCH) ||
	    tty_pressed(&v->tty, "qQ");
}

int
live_run(struct seek *s)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
	    SIGWINCH, SIGTSTP };
	const char *term = getenv("TERM");
	struct live v = { .seek = s };
	int fd[2];

	if (!isatty(STDOUT_FILENO) || term == NULL || *term == '\0' ||
	    screen_dumb())
		return -1;
	if ((v.past = calloc(BOARD_LINES, sizeof *v.past)) == NULL)
		return -1;
	if ((v.signals = signals_open(caught,
	    sizeof caught / sizeof *caught)) == -1) {
		free(v.past);
		return -1;
	}
	tty_save(&v.tty, STDIN_FILENO);
	fd[0] = v.signals;
	fd[1] = v.tty.fd;
	live_enter(&v);
	do
		(void)live_turn(&v, fd);
	while (!live_over(&v));
	live_leave(&v);
	free(v.past);
	return 0;
}
