/* SPDX-License-Identifier: ISC */
/* Selects the connections that a name means: wait, restart, stop. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshpctl/sshpctl.h"
#include "sshpctl/state.h"
#include "sys/clock.h"
#include "sys/peer.h"

enum {
	ANSWER = 2000,		/* limit for all answers together, ms */
	APPEAR = 2000,		/* limit for a new one to register, ms */
	LOOK = 100,		/* between two looks for it, ms */
	LEAVE = 15000		/* limit to end after the order, ms */
};

/* --- selection --- */

static void
ctl_look_for(struct ctl *c, const char *word, enum control_request ask)
{
	client_close(&c->seek);
	client_open(&c->seek, word, ask);
	client_look(&c->seek);
	(void)client_wait(&c->seek, ANSWER, true, NULL);
	client_tidy(&c->seek);
	if (c->seek.blind != 0 && !c->told_blind)
		log_say(&c->log, c->seek.blind == EOVERFLOW ?
		    "%s: some tunnels of other users are not shown" :
		    "%s: some tunnels are not shown (ulimit -n)",
		    c->seek.blind == EOVERFLOW ? "too many tunnels" :
		    strerror(c->seek.blind));
	c->told_blind = c->seek.blind != 0;
}

void
ctl_look(struct ctl *c, enum control_request ask)
{
	ctl_look_for(c, c->name, ask);
}

size_t
ctl_named(struct ctl *c, struct sought **o)
{
	return client_choose(&c->seek, c->name, o);
}

int
ctl_silent(const struct ctl *c, const struct sought *o)
{
	char text[80];

	state_process(o, text, sizeof text);
	log_say(&c->log, "%s: %s", c->name, text);
	return CTL_SILENT;
}

bool
ctl_strangers(struct ctl *c)
{
	const struct sought *o;
	char word[300];
	size_t i;

	if (geteuid() != 0)
		return false;
	ctl_look_for(c, NULL, CONTROL_STATUS);
	for (i = 0; i < c->seek.n; i++) {
		o = &c->seek.one[i];
		if (o->own || !client_called(o->status.name, o->status.id,
		    c->name))
			continue;
		log_say(&c->log, "%s: you have no such tunnel; another user "
		    "has %s", c->name, client_address(&c->seek, i, word,
		    sizeof word));
		return true;
	}
	return false;
}

int
ctl_unknown(struct ctl *c)
{
	size_t i;

	for (i = 0; i < c->seek.n && c->seek.nameless > 0; i++)
		if (c->seek.one[i].status.id[0] == '\0')
			return ctl_silent(c, &c->seek.one[i]);
	if (!ctl_strangers(c))
		log_say(&c->log, "%s: no such tunnel (sshpctl list shows "
		    "those that run)", c->name);
	return CTL_UNKNOWN;
}

/* The supervisor of the name; or NULL and *status, with a message printed. */
static struct sought *
ctl_one(struct ctl *c, int *status)
{
	struct sought *o;
	size_t n = ctl_named(c, &o);

	*status = CTL_USAGE;
	if (n == 0)
		*status = ctl_unknown(c);
	else if (n > 1)
		log_say(&c->log, "%s: %zu tunnels have this name; use the "
		    "names that sshpctl list shows", c->name, n);
	return n == 1 ? o : NULL;
}

/* --- wait --- */

/* Waits for a supervisor that just started and has not registered yet. */
static void
ctl_appear(struct ctl *c)
{
	int64_t ends = clock_now() + (c->patience < APPEAR ? c->patience :
	    APPEAR);
	struct sought *o;

	ctl_look(c, CONTROL_WATCH);
	while (ctl_named(c, &o) == 0 && clock_now() < ends) {
		(void)client_wait(&c->seek, LOOK, false, NULL);
		ctl_look(c, CONTROL_WATCH);
	}
}

/*
 * Waits for a change of o.  If o closed the connection, it has ended, or it has
 * too many clients.  If o does not answer, it may answer later.
 */
static void
ctl_news(struct ctl *c, const struct sought *o, int64_t ends)
{
	int64_t left = ends == SPAN_NEVER ? ANSWER : ends - clock_now();
	int most = o->fd == -1 || state_silent(o) ? LOOK : ANSWER;
	int had = o->changes;

	(void)client_wait(&c->seek, left < most ? (int)left : most, false,
	    NULL);
	if (o->fd == -1 || o->changes == had)
		ctl_look(c, CONTROL_WATCH);
}

/* The limit is over: reports the state. */
static int
ctl_late(const struct ctl *c, const struct sought *o)
{
	char state[600];

	if (state_silent(o))
		return ctl_silent(c, o);
	state_text(o, true, state, sizeof state);
	log_say(&c->log, "%s: not up: %s", c->name, state);
	return CTL_NOT_UP;
}

int
ctl_wait(struct ctl *c)
{
	int64_t ends = c->patience == SPAN_NEVER ? SPAN_NEVER :
	    clock_now() + c->patience;
	struct sought *o;
	int status;

	ctl_appear(c);
	o = ctl_one(c, &status);
	while (o != NULL) {
		if (state_up(o))
			return CTL_GOOD;
		if (clock_now() >= ends)
			return ctl_late(c, o);
		ctl_news(c, o, ends);
		if (ctl_named(c, &o) == 0) {
			log_say(&c->log, "%s: not up: sshp has ended (sshpctl "
			    "why shows the reason)", c->name);
			return CTL_NOT_UP;
		}
		o = ctl_one(c, &status);
	}
	return status;
}

/* --- restart, stop --- */

/* An order to a supervisor. */
struct order {
	struct sought *to;
	enum control_request what;
	int had;		/* answers before the order */
	int follows;		/* readable when the process has ended; or -1 */
	bool sent;		/* over the present connection */
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
	return d->what == CONTROL_STOP ? order_ended(c, d) :
	    d->to->changes != d->had;
}

/* Sends the order; again if the supervisor closed before its answer. */
static void
order_give(struct ctl *c, struct order *d)
{
	if (d->to->fd == -1)
		d->sent = false;
	if (!d->sent && d->to->changes == d->had)
		d->sent = client_ask(&c->seek, d->to, d->what) == 0;
}

static int
ctl_failed(const struct ctl *c, const struct order *d)
{
	const struct sought *o = d->to;

	if (o->changes == d->had)
		return ctl_silent(c, o);
	log_say(&c->log, "%s: process %lld has not ended yet", c->name,
	    (long long)o->status.pid);
	return CTL_FAILED;
}

/* The supervisor of the name; waits if it does not listen yet. */
static struct sought *
ctl_started(struct ctl *c, int *status)
{
	int64_t ends = clock_now() + APPEAR;
	struct sought *o;

	ctl_look(c, CONTROL_STATUS);
	o = ctl_one(c, status);
	while (o != NULL && o->socket[0] == '\0' &&
	    o->status.state == CONTROL_TRYING && clock_now() < ends) {
		(void)client_wait(&c->seek, LOOK, false, NULL);
		ctl_look(c, CONTROL_STATUS);
		o = ctl_one(c, status);
	}
	return o;
}

static int
ctl_order(struct ctl *c, enum control_request r)
{
	bool leaves = r == CONTROL_STOP;
	struct order d = { .what = r };
	int64_t began, now;
	int status, end[2] = { -1, -1 };
	bool done;

	if ((d.to = ctl_started(c, &status)) == NULL)
		return status;
	if (state_silent(d.to))
		return ctl_silent(c, d.to);
	d.had = d.to->changes;
	d.follows = leaves ? peer_follow(d.to->process) : -1;
	began = now = clock_now();
	while (!(done = order_done(c, &d)) && now - began < LEAVE &&
	    (d.to->changes != d.had || d.to->status.state == CONTROL_OVER ||
	    now - began < ANSWER)) {
		order_give(c, &d);
		end[0] = d.follows;
		(void)client_wait(&c->seek, LOOK, false, end);
		now = clock_now();
	}
	if (d.follows != -1)
		close(d.follows);
	return done ? CTL_GOOD : ctl_failed(c, &d);
}

int
ctl_restart(struct ctl *c)
{
	return ctl_order(c, CONTROL_RESTART);
}

int
ctl_stop(struct ctl *c)
{
	return ctl_order(c, CONTROL_STOP);
}
