/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/span.h"
#include "run/ctl.h"
#include "run/standing.h"
#include "sys/clock.h"

enum {
	ANSWER = 2000,		/* for all keepers together, ms */
	APPEAR = 2000,		/* for one that was started just now, ms */
	LOOK = 100,		/* between two looks for it, ms */
	LEAVE = 15000		/* for one that was told to stop, ms */
};

/* --- which --- */

/* Asks all that run, and waits for their answers. */
void
ctl_look(struct ctl *c, enum control_request ask)
{
	seek_close(&c->seek);
	seek_open(&c->seek, ask);
	seek_look(&c->seek);
	(void)seek_wait(&c->seek, ANSWER, true, NULL);
	seek_tidy(&c->seek);
	if (c->seek.blind != 0 && !c->told_blind)
		log_say(&c->log, "%s: not all can be seen (ulimit -n)",
		    strerror(c->seek.blind));
	c->told_blind = c->seek.blind != 0;
}

/* How many have that name; one of them in *o. */
size_t
ctl_named(const struct ctl *c, struct sought **o)
{
	size_t i, n = 0;

	*o = NULL;
	for (i = 0; i < c->seek.n; i++)
		if (c->name == NULL || seek_is(&c->seek.one[i], c->name)) {
			*o = &c->seek.one[i];
			n++;
		}
	return n;
}

int
ctl_unknown(const struct ctl *c)
{
	log_say(&c->log, "%s: no such tunnel (sshpctl list shows what runs)",
	    c->name);
	return CTL_UNKNOWN;
}

/* The one of that name; or NULL, which has been said, and *status. */
static struct sought *
ctl_one(const struct ctl *c, int *status)
{
	struct sought *o;
	size_t n = ctl_named(c, &o);

	*status = n == 0 ? CTL_UNKNOWN : CTL_USAGE;
	if (n == 0)
		(void)ctl_unknown(c);
	else if (n > 1)
		log_say(&c->log, "%s: %zu are called that; say which, as "
		    "sshpctl list shows them", c->name, n);
	return n == 1 ? o : NULL;
}

/* --- wait --- */

/* One that was started just now may not have registered yet. */
static void
ctl_appear(struct ctl *c)
{
	int64_t ends = clock_now() + (c->patience < APPEAR ? c->patience :
	    APPEAR);
	struct sought *o;

	ctl_look(c, CONTROL_WATCH);
	while (ctl_named(c, &o) == 0 && clock_now() < ends) {
		(void)seek_wait(&c->seek, LOOK, false, NULL);
		ctl_look(c, CONTROL_WATCH);
	}
}

/*
 * Watches it until it is up or time is over.  One that hangs up has ended, or
 * has too many to tell.  NULL if there is none any more, which has been said.
 */
static struct sought *
ctl_watch(struct ctl *c, int64_t ends, int *status)
{
	struct sought *o = ctl_one(c, status);
	int64_t left;

	while (o != NULL && o->status.state != CONTROL_UP &&
	    clock_now() < ends) {
		left = ends == SPAN_NEVER ? ANSWER : ends - clock_now();
		(void)seek_wait(&c->seek, left < ANSWER ? (int)left : ANSWER,
		    false, NULL);
		if (o->fd != -1)
			continue;
		ctl_look(c, CONTROL_WATCH);
		if (ctl_named(c, &o) > 0) {
			o = ctl_one(c, status);
			continue;
		}
		log_say(&c->log, "%s: not up: it ended (sshpctl why has the "
		    "reason)", c->name);
		*status = CTL_NOT_UP;
	}
	return o;
}

int
ctl_wait(struct ctl *c)
{
	int64_t ends = c->patience == SPAN_NEVER ? SPAN_NEVER :
	    clock_now() + c->patience;
	char state[600];
	struct sought *o;
	int status;

	ctl_appear(c);
	if ((o = ctl_watch(c, ends, &status)) == NULL)
		return status;
	if (o->status.state == CONTROL_UP)
		return CTL_GOOD;
	standing_text(o, true, state, sizeof state);
	log_say(&c->log, "%s: not up: %s", c->name, state);
	return CTL_NOT_UP;
}

/* --- restart, stop --- */

static int
ctl_order(struct ctl *c, enum control_request r, bool leaves)
{
	int64_t ends = clock_now() + (leaves ? LEAVE : ANSWER);
	struct sought *o;
	int status, had;

	ctl_look(c, CONTROL_STATUS);
	if ((o = ctl_one(c, &status)) == NULL)
		return status;
	had = o->changes;
	if (seek_ask(o, r) == -1)
		return ctl_unknown(c);
	while (o->fd != -1 && (leaves || o->changes == had) &&
	    clock_now() < ends)
		(void)seek_wait(&c->seek, LOOK, false, NULL);
	if (leaves ? o->fd == -1 : o->changes != had)
		return CTL_GOOD;
	log_say(&c->log, "%s: process %lld has not %s", c->name,
	    (long long)o->status.pid, leaves ? "ended yet" : "answered");
	return CTL_FAILED;
}

int
ctl_restart(struct ctl *c)
{
	return ctl_order(c, CONTROL_RESTART, false);
}

int
ctl_stop(struct ctl *c)
{
	return ctl_order(c, CONTROL_STOP, true);
}
