/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run/board.h"
#include "run/live.h"
#include "sys/screen.h"
#include "sys/signals.h"
#include "sys/tty.h"

struct live {
	struct seek *seek;
	const char *name;
	struct board_past *past;	/* one for each sought */
	size_t room;
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
	const struct seek *s = v->seek;
	struct board_past *more;

	if (s->n > v->room && (more = realloc(v->past, s->n *
	    sizeof *more)) != NULL) {
		memset(more + v->room, 0, (s->n - v->room) * sizeof *more);
		v->past = more;
		v->room = s->n;
	}
	fputs("\033[H", stdout);
	board_draw(s, v->name, s->n <= v->room ? v->past : NULL);
	fputs("\033[J", stdout);
	(void)fflush(stdout);
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
live_run(struct seek *s, const char *name)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
	    SIGWINCH, SIGTSTP };
	const char *term = getenv("TERM");
	struct live v = { .seek = s, .name = name };
	int fd[2];

	if (!isatty(STDOUT_FILENO) || term == NULL || *term == '\0' ||
	    screen_dumb())
		return -1;
	if ((v.signals = signals_open(caught,
	    sizeof caught / sizeof *caught)) == -1)
		return -1;
	tty_save(&v.tty, STDIN_FILENO);
	fd[0] = v.signals;
	fd[1] = v.tty.fd;
	live_enter(&v);
	do {
		seek_look(s);
		(void)seek_wait(s, 200, true, NULL);
		seek_tidy(s);
		live_draw(&v);
		(void)seek_wait(s, 1000, false, fd);
	} while (!live_over(&v));
	live_leave(&v);
	free(v.past);
	return 0;
}
