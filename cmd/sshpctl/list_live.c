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

struct list_live {
	struct client *seek;
	struct list_past *past;	/* one for each line */
	struct tty tty;
	int signals;
};

/* The alternate screen, without a cursor; keys come one by one. */
static void
list_live_enter(const struct list_live *v)
{
	tty_keys(&v->tty);
	fputs("\033[?1049h\033[?25l", stdout);
}

static void
list_live_leave(const struct list_live *v)
{
	fputs("\033[?25h\033[?1049l", stdout);
	(void)fflush(stdout);
	tty_restore(&v->tty);
}

static void
list_live_draw(struct list_live *v)
{
	struct sought *o;

	(void)client_choose(v->seek, v->seek->word, &o);
	fputs("\033[H", stdout);
	list_draw(v->seek, v->past);
	fputs("\033[J", stdout);
	(void)fflush(stdout);
}

/* Draws what changes, at most so often; looks for others once in a while. */
static bool
list_live_turn(struct list_live *v, const int fd[2])
{
	int64_t ends = clock_now() + LOOK, drawn;
	bool key = false;

	client_look(v->seek);
	(void)client_wait(v->seek, SETTLE, true, NULL);
	client_tidy(v->seek);
	while (!key && clock_now() < ends) {
		list_live_draw(v);
		drawn = clock_now();
		key = client_wait(v->seek, (int)(ends - drawn), false, fd);
		while (!key && clock_now() < drawn + DRAW)
			key = client_wait(v->seek, (int)(drawn + DRAW -
			    clock_now()), false, fd);
	}
	return key;
}

/* ^Z gives the terminal back for as long as it lasts. */
static void
list_live_suspend(const struct list_live *v)
{
	list_live_leave(v);
	signals_die(SIGTSTP);
	list_live_enter(v);
}

/* Takes what came; true if it is over. */
static bool
list_live_over(const struct list_live *v)
{
	int sig = signals_take(v->signals);

	if (sig == SIGTSTP)
		list_live_suspend(v);
	return (sig != 0 && sig != SIGTSTP && sig != SIGWINCH) ||
	    tty_pressed(&v->tty, "qQ");
}

int
list_live_run(struct client *s)
{
	static const int caught[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT,
	    SIGWINCH, SIGTSTP };
	const char *term = getenv("TERM");
	struct list_live v = { .seek = s };
	int fd[2];

	if (!isatty(STDOUT_FILENO) || term == NULL || *term == '\0' ||
	    term_reset_dumb())
		return -1;
	if ((v.past = calloc(LIST_LINES, sizeof *v.past)) == NULL)
		return -1;
	if ((v.signals = signals_open(caught,
	    sizeof caught / sizeof *caught)) == -1) {
		free(v.past);
		return -1;
	}
	tty_save(&v.tty, STDIN_FILENO);
	fd[0] = v.signals;
	fd[1] = v.tty.fd;
	list_live_enter(&v);
	do
		(void)list_live_turn(&v, fd);
	while (!list_live_over(&v));
	list_live_leave(&v);
	free(v.past);
	return 0;
}
