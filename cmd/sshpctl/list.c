/* SPDX-License-Identifier: ISC */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/span.h"
#include "sshpctl/list.h"
#include "sshpctl/state.h"
#include "sshpctl/why.h"
#include "sys/clock.h"
#include "sys/signals.h"
#include "sys/tty.h"

enum {
	CELL = 700,		/* bytes of the longest column, the last */
	FORWARD = 60,		/* limit of forwards, columns */
	BAR = 24,		/* slots of half an hour */
	LINES = 256,		/* limit of lines to draw */
	SLOT = 1800000,		/* length of a slot, ms */
	FRESH = 60000,		/* a bar is read again after, ms */
	SHORTEST = 8		/* names are not cut below, columns */
};

enum column {
	NAME, ID, TO, FORWARDS, STATE, SINCE, DROPS, LINE, CLIENTS,
	RTT, RESENT, SENT, RECEIVED, ANSWER,	/* of the path */
	REASON, COLUMNS
};

/* The data from the disk; the live view caches it. */
struct list_past {
	char id[64];
	long uid;
	int64_t events;		/* past_events(), at the read */
	int64_t read;		/* time of the read, ms */
	long drops;		/* today; -1: no history */
	char bar[4 * BAR + 1];
};

/* The cells of one connection. */
struct row {
	char cell[COLUMNS][CELL];
};

/* --- cells --- */

/* Makes the bar, one character a slot: eighths if the terminal has them. */
static void
list_bar(const int *slot, char out[4 * BAR + 1])
{
	static const char *const fine[] = { "\xe2\x96\x81", "\xe2\x96\x82",
	    "\xe2\x96\x83", "\xe2\x96\x84", "\xe2\x96\x85", "\xe2\x96\x86",
	    "\xe2\x96\x87", "\xe2\x96\x88" };
	static const char *const plain[] = { "_", "_", ".", ".", ":", ":",
	    "|", "#" };
	const char *const *mark = tty_utf8() ? fine : plain;
	int i;

	out[0] = '\0';
	for (i = 0; i < BAR; i++)
		strcat(out, slot[i] == -2 ? "?" : slot[i] == -1 ? " " :
		    mark[slot[i] >= 100 ? 7 : slot[i] * 7 / 100]);
}

/* Grows with each event that the history gets. */
static int64_t
past_events(const struct control_status *s)
{
	return (s->drops + s->attempts) * (CONTROL_OVER + 1) + s->state;
}

static void
past_read(struct list_past *p, const struct client *s, const struct sought *o,
    int64_t now)
{
	int64_t wall = clock_wall();
	int slot[BAR];
	struct why *t;

	if (strcmp(p->id, o->status.id) == 0 && p->uid == o->uid &&
	    p->events == past_events(&o->status) && now < p->read + FRESH)
		return;
	*p = (struct list_past){ .events = past_events(&o->status), .read = now,
	    .uid = o->uid, .drops = -1 };
	snprintf(p->id, sizeof p->id, "%s", o->status.id);
	if ((t = why_read(&s->places, o)) == NULL)
		return;
	p->drops = (long)history_since(&t->history, why_midnight());
	history_bar(&t->history, wall - (int64_t)BAR * SLOT, wall, true, slot,
	    BAR);
	list_bar(slot, p->bar);
	free(t);
}

static void
list_reason(const struct sought *o, char *out, size_t size)
{
	const struct control_status *s = &o->status;

	if (state_silent(o))
		state_process(o, out, size);
	else
		snprintf(out, size, "%s%s%s", s->reason, s->reason[0] !=
		    '\0' && s->detail[0] != '\0' ? "; " : "", s->detail);
}

/* The forwards: all, or some of a connection whose name is not unique. */
static void
list_forwards(const struct client *s, size_t i, bool whole, char *out)
{
	const char *all = s->one[i].status.forwards;

	if (whole)
		quote_visible(out, CELL, all, strlen(all));
	else if (client_twice(s, i))
		quote_visible(out, FORWARD + 1, all, strlen(all));
	if (!whole && client_twice(s, i) && strlen(all) > FORWARD)
		out[FORWARD - 1] = '~';
}

/* "12MB 3.4kB/s"; whole: with the bytes of the connection. */
static void
list_rate(int64_t bytes, int64_t rate, bool whole, char *out)
{
	char all[32], lately[32];

	snprintf(out, CELL, "%s%s%s/s", whole ? path_figures_bytes(bytes, all,
	    sizeof all) : "", whole ? " " : "", path_figures_bytes(rate,
	    lately, sizeof lately));
}

/* The figures of the path; "-" without an answer of the guard. */
static void
list_path(const struct path_figures *f, bool whole, struct row *r)
{
	size_t n;
	int c;

	for (c = RTT; c <= ANSWER; c++)
		snprintf(r->cell[c], CELL, "-");
	if (!f->known)
		return;
	(void)path_figures_trip(f, r->cell[RTT], CELL);
	n = strlen(r->cell[RTT]);
	if (whole && f->rtt > 0 && f->hop != PATH_SERVER)
		snprintf(r->cell[RTT] + n, CELL - n, " to %s",
		    path_figures_hop(f));
	(void)path_figures_resent(f, r->cell[RESENT], CELL);
	list_rate(f->sent, f->sent_rate, whole, r->cell[SENT]);
	list_rate(f->received, f->received_rate, whole, r->cell[RECEIVED]);
	if (f->answered > 0)
		(void)span_text(f->answered, r->cell[ANSWER]);
}

/* "12", or "12 +3 held"; "-": sshp does not have the clients. */
static void
list_clients(const struct control_status *s, char *out)
{
	if (s->clients[0] == '\0')
		snprintf(out, CELL, "-");
	else if (s->held == 0)
		snprintf(out, CELL, "%lld", (long long)s->connected);
	else
		snprintf(out, CELL, "%lld +%lld held",
		    (long long)s->connected, (long long)s->held);
}

/* Fills a row.  No text of another process may move the cursor. */
static void
list_row(const struct client *s, size_t i, bool whole,
    const struct list_past *p, struct row *r)
{
	const struct sought *o = &s->one[i];
	char text[CELL];

	*r = (struct row){ .cell = { "" } };
	(void)client_address(s, i, text, sizeof text);
	quote_visible(r->cell[NAME], CELL, text, strlen(text));
	quote_visible(r->cell[ID], CELL, o->status.id, strlen(o->status.id));
	quote_visible(r->cell[TO], CELL, o->status.to, strlen(o->status.to));
	list_forwards(s, i, whole, r->cell[FORWARDS]);
	state_text(o, false, r->cell[STATE], CELL);
	if (o->silent || o->foreign)
		snprintf(r->cell[SINCE], CELL, "-");
	else
		(void)span_text(client_age(o, o->status.age, clock_now()),
		    r->cell[SINCE]);
	snprintf(r->cell[DROPS], CELL, "%ld", p->drops >= 0 ? p->drops :
	    (long)o->status.drops);
	snprintf(r->cell[LINE], CELL, "%s", p->bar);
	list_clients(&o->status, r->cell[CLIENTS]);
	list_path(&o->status.path, whole, r);
	list_reason(o, text, sizeof text);
	quote_visible(r->cell[REASON], CELL, text, strlen(text));
}

/* --- the table --- */

struct table {
	struct row *row;
	size_t n;
	bool bar;		/* with the history bar */
	bool forwards;		/* with the forwards */
	bool ids;		/* with the ids and destinations */
	bool clients;		/* with the numbers of clients */
	bool path;		/* with round trip and retransmits */
	bool rates;		/* with the rest of the path's figures */
	bool colours;
	bool whole;		/* may be wider than the screen */
	int width[COLUMNS];
};

static const char *const titles[] = { "NAME", "ID", "TO", "FORWARDS", "STATE",
    "SINCE", "DROPS", "LAST 12 HOURS", "CLIENTS", "RTT", "RESENT", "SENT",
    "RECEIVED", "ANSWER", "LAST REASON" };

static bool
table_has(const struct table *t, int c)
{
	return c == FORWARDS ? t->forwards : c == LINE ? t->bar :
	    c == ID || c == TO ? t->ids :
	    c == CLIENTS ? t->clients :
	    c == RTT || c == RESENT ? t->path :
	    c > RESENT && c < REASON ? t->rates : true;
}

#define END_COLOUR "\033[m"

/*
 * The colour of a state: green, red if the user must act, else yellow.  Of
 * retransmits: by their rating.  Other cells have none.
 */
static const char *
table_colour(int c, const char *state)
{
	static const char *const rated[] = { "", "\033[33m", "\033[31m" };

	if (c == RESENT)
		return rated[path_figures_rating(strtod(state, NULL) / 100)];
	if (c != STATE)
		return "";
	if (strcmp(state, "up") == 0)
		return "\033[32m";
	return strcmp(state, "needs you") == 0 ||
	    strcmp(state, "no answer") == 0 || strcmp(state, "stopped") == 0 ?
	    "\033[31m" : "\033[33m";
}

/* Prints a row, cut to most columns. */
static void
table_row(const struct table *t, const char (*cell)[CELL], int most)
{
	char line[COLUMNS * CELL] = "", *at = line;
	size_t codes = 0;	/* bytes of colours */
	int c, left = most, width;
	const char *colour;

	for (c = 0; c < COLUMNS; c++) {
		if (!table_has(t, c))
			continue;
		if (c == REASON) {
			(void)snprintf(at, sizeof line - (size_t)(at - line),
			    "%.*s", left > 0 ? left : 0, cell[c]);
			break;
		}
		/* A bar has more bytes than columns. */
		width = t->width[c] + (c != LINE ? 0 :
		    (int)strlen(cell[c]) - (int)tty_columns_of(cell[c]));
		colour = !t->colours || strcmp(cell[c], titles[c]) == 0 ?
		    "" : table_colour(c, cell[c]);
		at += snprintf(at, sizeof line - (size_t)(at - line), c ==
		    DROPS || c == SINCE || c >= CLIENTS ? "%s%*s%s  " :
		    "%s%-*s%s  ", colour, width, cell[c],
		    *colour != '\0' ? END_COLOUR : "");
		left -= t->width[c] + 2;
		codes += strlen(colour) + (*colour != '\0' ?
		    strlen(END_COLOUR) : 0);
	}
	for (at = line + strlen(line); at > line && at[-1] == ' '; )
		*--at = '\0';
	/* A bar has more bytes than columns, but a table with bars fits. */
	if (!t->whole && !t->bar && strlen(line) > (size_t)most + codes)
		line[(size_t)most + codes] = '\0';
	fputs(line, stdout);
}

static void
table_widths(struct table *t)
{
	size_t i;
	int c, n;

	for (c = 0; c < COLUMNS; c++)
		t->width[c] = (int)strlen(titles[c]);
	t->width[LINE] = BAR;
	for (i = 0; i < t->n; i++)
		for (c = 0; c < REASON; c++) {
			if (c == LINE)
				continue;
			n = (int)strlen(t->row[i].cell[c]);
			t->width[c] = n > t->width[c] ? n : t->width[c];
		}
}

/* Width of all columns except the last, with two spaces after each. */
static int
table_taken(const struct table *t)
{
	int c, taken = 0;

	for (c = 0; c < REASON; c++)
		if (table_has(t, c))
			taken += t->width[c] + 2;
	return taken;
}

/*
 * Makes the table as narrow as the screen, because a line drawn in place must
 * not wrap.  Drops the path, then the clients, the bar and the forwards, then
 * shortens names.
 */
static void
table_fit(struct table *t, int columns)
{
	int over;
	size_t i;

	table_widths(t);
	t->rates = t->rates && table_taken(t) <= columns;
	t->path = t->path && table_taken(t) <= columns;
	t->clients = t->clients && table_taken(t) <= columns;
	t->bar = t->bar && table_taken(t) <= columns;
	t->forwards = t->forwards && table_taken(t) <= columns;
	over = table_taken(t) - 2 - columns;
	if (over <= 0)
		return;
	t->width[NAME] = t->width[NAME] - over > SHORTEST ?
	    t->width[NAME] - over : SHORTEST;
	for (i = 0; i < t->n; i++)
		if (strlen(t->row[i].cell[NAME]) > (size_t)t->width[NAME])
			snprintf(t->row[i].cell[NAME] + t->width[NAME] - 1, 2,
			    "~");
}

static void
table_print(struct table *t, int columns, const char *end)
{
	char title[COLUMNS][CELL];
	size_t i;
	int c;

	for (c = 0; c < COLUMNS; c++)
		snprintf(title[c], CELL, "%s", titles[c]);
	table_row(t, (const char (*)[CELL])title, columns);
	fputs(end, stdout);
	for (i = 0; i < t->n; i++) {
		table_row(t, (const char (*)[CELL])t->row[i].cell, columns);
		fputs(end, stdout);
	}
}

/* Number of chosen connections. */
static size_t
table_all(const struct client *s)
{
	size_t i, n = 0;

	for (i = 0; i < s->n; i++)
		n += s->one[i].chosen;
	return n;
}

/* Fills the table; most: limit of rows; past, one a row, may be NULL. */
static void
table_fill(struct table *t, const struct client *s, size_t most,
    struct list_past *past)
{
	struct list_past here = { .drops = -1 }, *p = &here;
	size_t i;

	t->n = 0;
	t->row = calloc(most + 1, sizeof *t->row);
	for (i = 0; i < s->n && t->n < most && t->row != NULL; i++) {
		if (!s->one[i].chosen)
			continue;
		if (past != NULL)
			past_read(p = &past[t->n], s, &s->one[i], clock_now());
		else
			here.drops = why_drops_today(&s->places, &s->one[i]);
		t->forwards = t->forwards || client_twice(s, i);
		t->clients = t->clients || (t->path &&
		    s->one[i].status.clients[0] != '\0');
		list_row(s, i, t->ids, p, &t->row[t->n++]);
	}
}

/* "5 connections: 3 up, 2 not up", if there is more than one. */
static void
table_totals(const struct client *s)
{
	size_t i, n = table_all(s), up = 0;

	for (i = 0; i < s->n; i++)
		up += s->one[i].chosen && state_up(&s->one[i]);
	if (n > 1)
		printf("%zu connections: %zu up, %zu not up\n", n, up, n - up);
}

/* True if the terminal, and the user, want colours. */
static bool
list_colours(void)
{
	const char *plain = getenv("NO_COLOR");

	return !tty_dumb() && (plain == NULL || *plain == '\0');
}

void
list_print(const struct client *s, bool whole)
{
	struct table t = { .whole = true, .ids = whole, .forwards = whole,
	    .path = whole, .rates = whole };
	bool screen = isatty(STDOUT_FILENO);
	int lines, columns;

	t.colours = screen && list_colours();
	tty_size(STDOUT_FILENO, &lines, &columns);
	table_fill(&t, s, table_all(s), NULL);
	table_widths(&t);
	if (t.n > 0)
		table_print(&t, whole ? COLUMNS * CELL : columns, "\n");
	if (screen)
		table_totals(s);
	free(t.row);
}

/* True if a guard has told the figures of a path. */
static bool
list_paths(const struct client *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->one[i].chosen && s->one[i].status.path.known)
			return true;
	return false;
}

/*
 * Draws the table with history bars on a terminal, not larger than the screen.
 * Each line ends with the code that clears the rest of the line.  past has one
 * element a line.  The last line and column stay empty: a full screen would
 * scroll, and a full line would lose its last character to that code.
 */
static void
list_draw(const struct client *s, struct list_past *past)
{
	struct table t = { .bar = true, .colours = list_colours(),
	    .path = list_paths(s), .rates = list_paths(s) };
	size_t all = table_all(s), room;
	int lines, columns;

	tty_size(STDOUT_FILENO, &lines, &columns);
	columns--;
	room = lines > 2 ? (size_t)lines - 2 : 0;
	room = room > LINES ? LINES : room;
	table_fill(&t, s, all <= room ? all : room > 0 ? room - 1 : 0, past);
	table_fit(&t, columns);
	table_print(&t, columns, "\033[K\n");
	if (all == 0)
		printf("%.*s\033[K\n", columns,
		    "no tunnels are running");
	else if (t.n < all && room > 0)
		printf("%.*s%zu more\033[K\n", columns > 16 ? 4 : 0, "and ",
		    all - t.n);
	free(t.row);
}

/* --- the live view --- */

enum {
	LOOK = 1000,		/* between looks for new ones, ms */
	SETTLE = 200,		/* limit for answers of new ones, ms */
	DRAW = 100		/* least time between redraws, ms */
};

struct list_live {
	struct client *seek;
	struct list_past *past;	/* one for each line */
	struct tty tty;
	int signals;
};

/* Enters the alternate screen, hides the cursor, reads single keys. */
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
	(void)client_choose(v->seek);
	fputs("\033[H", stdout);
	list_draw(v->seek, v->past);
	fputs("\033[J", stdout);
	(void)fflush(stdout);
}

/* Redraws after changes, at most every DRAW ms; looks for new ones. */
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

/* ^Z: restores the terminal until sshpctl continues. */
static void
list_live_suspend(const struct list_live *v)
{
	list_live_leave(v);
	signals_die(SIGTSTP);
	list_live_enter(v);
}

/* Handles signals and keys; true if the user ended the view. */
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
	struct list_live v = { .seek = s };
	int fd[2];

	if (!isatty(STDOUT_FILENO) || !tty_redraws())
		return -1;
	if ((v.past = calloc(LINES, sizeof *v.past)) == NULL)
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
