/* SPDX-License-Identifier: ISC */
/* Sends orders, and waits for what follows: wait, restart, stop, reload. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/quote.h"
#include "base/span.h"
#include "sshpctl/sshpctl.h"
#include "sshpctl/state.h"
#include "supervise/tunnel_name.h"
#include "sys/clock.h"
#include "sys/peer.h"

enum {
	APPEAR = 2000,		/* limit for a new one to register, ms */
	LOOK = 100,		/* between two looks for it, ms */
	LEAVE = 15000,		/* limit to end after the order, ms */
	RELOAD = 60000		/* limit for a reload, perhaps after another
				   one, ms */
};

/* Prints the line of a result. */
static void
ctl_line(const struct ctl *c, const struct sought *o, const char *text)
{
	char word[300], line[1000], seen[2000];

	snprintf(line, sizeof line, "%s: %s", ctl_word(c, o, word,
	    sizeof word), text);
	puts(quote_visible(seen, sizeof seen, line, strlen(line)));
	(void)fflush(stdout);
}

/* The same if there may be several. */
static void
ctl_result(const struct ctl *c, const struct sought *o, const char *text)
{
	if (c->each)
		ctl_line(c, o, text);
}

/* --- wait --- */

/* A connection to wait for.  A new look finds it again by these. */
struct waited {
	char id[64];
	char word[300];		/* for messages */
	long uid;
	int64_t pid;
	bool over;		/* up, or never again */
};

static size_t
ctl_chosen(const struct ctl *c)
{
	size_t i, n = 0;

	for (i = 0; i < c->seek.n; i++)
		n += c->seek.one[i].chosen;
	return n;
}

/* Waits for those that just started and have not registered yet. */
static struct ctl_missing
ctl_appear(struct ctl *c)
{
	int64_t ends = clock_now() + (c->timeout < APPEAR ? c->timeout :
	    APPEAR);
	struct ctl_missing m;

	ctl_look(c, CONTROL_WATCH);
	while ((m = ctl_named(c)).n > 0 && clock_now() < ends) {
		free(m.name);
		(void)client_wait(&c->seek, LOOK, false, NULL);
		ctl_look(c, CONTROL_WATCH);
	}
	return m;
}

static struct waited *
ctl_waited(struct ctl *c, size_t n)
{
	struct waited *all = calloc(n + 1, sizeof *all), *w = all;
	const struct sought *o;
	size_t i;

	for (i = 0; i < c->seek.n && all != NULL; i++) {
		o = &c->seek.one[i];
		if (!o->chosen)
			continue;
		*w = (struct waited){ .uid = o->uid, .pid = o->status.pid };
		snprintf(w->id, sizeof w->id, "%s", o->status.id);
		(void)ctl_word(c, o, w->word, sizeof w->word);
		w++;
	}
	c->each = c->each || n > 1;
	return all;
}

static struct sought *
waited_now(const struct ctl *c, const struct waited *w)
{
	struct sought *o;
	size_t i;

	for (i = 0; i < c->seek.n; i++) {
		o = &c->seek.one[i];
		if (o->uid == w->uid && strcmp(o->status.id, w->id) == 0 &&
		    (w->id[0] != '\0' || o->status.pid == w->pid))
			return o;
	}
	return NULL;
}

/* The limit is over: reports the state. */
static int
ctl_late(const struct ctl *c, const struct sought *o)
{
	char state[600], word[300];

	if (state_silent(o))
		return ctl_silent(c, o);
	state_text(o, true, state, sizeof state);
	log_say(&c->log, "%s: not up: %s", ctl_word(c, o, word, sizeof word),
	    state);
	return CTL_NOT_UP;
}

/* Handles one; returns its status once it is over. */
static int
ctl_wait_one(const struct ctl *c, struct waited *w, bool late)
{
	const struct sought *o = waited_now(c, w);
	char state[600];

	w->over = true;
	if (o == NULL) {
		log_say(&c->log, "%s: not up: sshp has ended (sshpctl why "
		    "shows the reason)", w->word);
		return CTL_NOT_UP;
	}
	if (state_up(o)) {
		state_text(o, true, state, sizeof state);
		ctl_result(c, o, state);
		return CTL_GOOD;
	}
	/* No answer of another version will be understood later. */
	if (late || o->foreign)
		return ctl_late(c, o);
	w->over = false;
	return CTL_GOOD;
}

/* The number of answers of those that are not over; -1: look again. */
static int
ctl_changes(const struct ctl *c, const struct waited *w, size_t n, int *most)
{
	const struct sought *o;
	int changes = 0;

	for (; n-- > 0; w++) {
		if (w->over)
			continue;
		if ((o = waited_now(c, w)) == NULL || o->fd == -1)
			return -1;
		if (state_silent(o))
			*most = LOOK;
		changes += o->changes;
	}
	return changes;
}

/*
 * Waits for a change.  A supervisor that closed the connection has ended, or it
 * has too many clients.  One that does not answer may answer later.
 */
static void
ctl_news(struct ctl *c, const struct waited *w, size_t n, int64_t ends)
{
	int64_t left = ends == SPAN_NEVER ? CTL_ANSWER : ends - clock_now();
	int most = CTL_ANSWER, had = ctl_changes(c, w, n, &most), now;

	if (had == -1)
		most = LOOK;
	(void)client_wait(&c->seek, left < most ? (int)left : most, false,
	    NULL);
	now = ctl_changes(c, w, n, &most);
	if (now == -1 || now == had)
		ctl_look(c, CONTROL_WATCH);
}

int
ctl_wait(struct ctl *c)
{
	int64_t ends = c->timeout == SPAN_NEVER ? SPAN_NEVER :
	    clock_now() + c->timeout;
	struct ctl_missing m = ctl_appear(c);
	size_t i, left, n = ctl_chosen(c);
	struct waited *w = ctl_waited(c, n);
	int status = w == NULL ? CTL_FAILED : CTL_GOOD;
	bool late;

	for (left = w == NULL ? 0 : n; left > 0; ) {
		late = clock_now() >= ends;
		for (i = left = 0; i < n; i++) {
			if (!w[i].over)
				status = ctl_worse(status,
				    ctl_wait_one(c, &w[i], late));
			left += !w[i].over;
		}
		if (left > 0)
			ctl_news(c, w, n, ends);
	}
	free(w);
	return ctl_worse(status, ctl_unknowns(c, &m));
}

/* --- restart, stop, reload --- */

/* An order to a supervisor. */
struct order {
	struct sought *to;
	enum control_request what;
	int had;		/* answers before the order */
	int follows;		/* readable when the process has ended; or -1 */
	int64_t number;		/* of our reload; 0: not known yet */
	bool sent;		/* over the present connection */
	bool over;		/* done, or failed */
};

/* True if the process has ended; a closed connection is no proof. */
static bool
order_ended(const struct ctl *c, const struct order *d)
{
	const struct sought *o = d->to;

	if (o->process > 0)
		return peer_ended(o->process, d->follows);
	return o->fd == -1 && !client_held(&c->seek, o);
}

static bool
order_done(const struct ctl *c, const struct order *d)
{
	if (d->what == CONTROL_RELOAD)
		return d->number > 0 && d->to->status.reloads >= d->number;
	return d->what == CONTROL_STOP ? order_ended(c, d) :
	    d->to->changes != d->had;
}

/*
 * Sends the order; again if the supervisor closed before its answer.  The
 * result of a reload comes after the answer.
 */
static void
order_give(struct ctl *c, struct order *d)
{
	bool answered = d->to->changes != d->had;

	if (d->to->fd == -1)
		d->sent = false;
	if (!d->sent && (!answered || d->what == CONTROL_RELOAD))
		d->sent = client_ask(&c->seek, d->to, answered ?
		    CONTROL_WATCH : d->what) == 0;
}

/* The first answer to the order has the number of the reload. */
static void
order_number(struct order *d)
{
	if (d->what == CONTROL_RELOAD && d->number == 0 &&
	    d->to->changes != d->had)
		d->number = d->to->status.asked;
}

/* Reports the result of a reload; returns the exit status. */
static int
order_reloaded(struct ctl *c, const struct order *d)
{
	const struct control_status *s = &d->to->status;
	char word[300];

	if (s->reloaded == CONTROL_RELOAD_REFUSED) {
		log_say(&c->log, "%s: %s", ctl_word(c, d->to, word,
		    sizeof word), s->reload);
		return CTL_FAILED;
	}
	ctl_line(c, d->to, s->reload);
	return s->reloaded == CONTROL_RELOADED ? CTL_GOOD : CTL_NOT_UP;
}

/* Reports an order that is done; returns the exit status. */
static int
order_result(struct ctl *c, const struct order *d)
{
	if (d->what == CONTROL_RELOAD)
		return order_reloaded(c, d);
	ctl_result(c, d->to, d->what == CONTROL_STOP ? "stopped" :
	    "restarted");
	return CTL_GOOD;
}

static int
order_failed(const struct ctl *c, const struct order *d)
{
	const struct sought *o = d->to;
	char word[300];

	if (o->changes == d->had)
		return ctl_silent(c, o);
	log_say(&c->log, d->what == CONTROL_RELOAD ? "%s: process %lld has "
	    "not ended the reload" : "%s: process %lld has not ended yet",
	    ctl_word(c, o, word, sizeof word), (long long)o->status.pid);
	return CTL_FAILED;
}

/* True if a chosen one has started, but does not listen yet. */
static bool
ctl_starts(const struct ctl *c)
{
	const struct sought *o;
	size_t i;

	for (i = 0; i < c->seek.n; i++) {
		o = &c->seek.one[i];
		if (o->chosen && o->socket[0] == '\0' &&
		    o->status.state == CONTROL_TRYING)
			return true;
	}
	return false;
}

/*
 * Reports a plain name of several connections: an order to all of them needs a
 * pattern or -a.
 */
static bool
ctl_ambiguous(struct ctl *c)
{
	bool any = false;
	size_t i, k, n;

	for (i = 0; c->name[i] != NULL; i++) {
		for (k = 0; k < c->seek.n; k++)
			c->seek.one[k].chosen = false;
		n = client_add_chosen(&c->seek, c->name[i]);
		if (n < 2 || tunnel_name_is_pattern(c->name[i]))
			continue;
		log_say(&c->log, "%s: %zu tunnels have this name; use the "
		    "names that sshpctl list shows", c->name[i], n);
		any = true;
	}
	(void)client_choose(&c->seek);
	return any;
}

/* Looks for the supervisors of the names; waits for those that just started. */
static struct ctl_missing
ctl_started(struct ctl *c)
{
	int64_t ends = clock_now() + APPEAR;
	struct ctl_missing m;

	ctl_look(c, CONTROL_STATUS);
	m = ctl_named(c);
	while (ctl_starts(c) && clock_now() < ends) {
		(void)client_wait(&c->seek, LOOK, false, NULL);
		free(m.name);
		ctl_look(c, CONTROL_STATUS);
		m = ctl_named(c);
	}
	return m;
}

/* One turn for one order; returns its status once it is over. */
static int
order_turn(struct ctl *c, struct order *d, int64_t waited)
{
	bool answered = d->to->changes != d->had;

	d->over = true;
	order_number(d);
	if (order_done(c, d))
		return order_result(c, d);
	if (state_silent(d->to))
		return ctl_silent(c, d->to);
	if (waited >= (d->what == CONTROL_RELOAD ? RELOAD : LEAVE) ||
	    (waited >= CTL_ANSWER && !answered &&
	    d->to->status.state != CONTROL_OVER))
		return order_failed(c, d);
	d->over = false;
	order_give(c, d);
	return CTL_GOOD;
}

/* Gives all the orders at the same time. */
static int
ctl_carry_out(struct ctl *c, struct order *d, size_t n)
{
	int64_t began = clock_now();
	int status = CTL_GOOD, end[2] = { -1, -1 };
	size_t i, left = n;

	while (left > 0) {
		for (i = left = 0; i < n; i++) {
			if (!d[i].over)
				status = ctl_worse(status, order_turn(c, &d[i],
				    clock_now() - began));
			if (!d[i].over && left++ == 0)
				end[0] = d[i].follows;
		}
		if (left > 0)
			(void)client_wait(&c->seek, LOOK, false, end);
	}
	for (i = 0; i < n; i++)
		if (d[i].follows != -1)
			close(d[i].follows);
	return status;
}

static int
ctl_order(struct ctl *c, enum control_request r)
{
	struct ctl_missing m = ctl_started(c);
	size_t i, n = 0;
	struct order *d = calloc(ctl_chosen(c) + 1, sizeof *d);
	int status = d == NULL ? CTL_FAILED : CTL_GOOD;

	if (ctl_ambiguous(c)) {
		free(m.name);
		free(d);
		return CTL_USAGE;
	}
	for (i = 0; i < c->seek.n && d != NULL; i++) {
		if (!c->seek.one[i].chosen)
			continue;
		d[n++] = (struct order){ .what = r, .to = &c->seek.one[i],
		    .had = c->seek.one[i].changes, .follows =
		    r == CONTROL_STOP && !state_silent(&c->seek.one[i]) ?
		    peer_follow(c->seek.one[i].process) : -1 };
	}
	c->each = c->each || n > 1;
	status = ctl_worse(status, ctl_carry_out(c, d, n));
	free(d);
	return ctl_worse(status, ctl_unknowns(c, &m));
}

int
ctl_restart(struct ctl *c)
{
	return ctl_order(c, CONTROL_RESTART);
}

int
ctl_reload(struct ctl *c)
{
	return ctl_order(c, CONTROL_RELOAD);
}

int
ctl_stop(struct ctl *c)
{
	return ctl_order(c, CONTROL_STOP);
}
