/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/span.h"
#include "supervise/status.h"

void
status_start(struct status *t, int64_t now)
{
	*t = (struct status){ .began = now, .state_since = now,
	    .up_since = SPAN_NEVER };
}

void
status_event(struct status *t, const struct event *e)
{
	if (e->kind == EVENT_HELLO) {
		t->silent = t->quiet = 0;
		t->path = (struct path_figures){ 0 };
	}
	if (e->kind != EVENT_VERDICT && e->kind != EVENT_CLOSED)
		return;
	t->silent = e->silent;
	t->quiet = e->quiet;
	if (e->path.known)
		path_figures_join(&t->path, &e->path);
}

/* --- the history --- */

static void
status_up(struct status *t, const struct session *s, int64_t now,
    struct history_event *e)
{
	*e = (struct history_event){ .kind = HISTORY_UP,
	    .took = now - s->began, .tries = s->tries };
	t->up_since = now;
	t->waited_for[0] = '\0';
	if (s->lost != SPAN_NEVER)
		e->outage = now > s->lost ? now - s->lost : 1;
}

/* A loss; asked: the user's restart, which does not count as a drop. */
static void
status_lost(struct status *t, const struct session *s, const char *why,
    bool asked, struct history_event *e)
{
	*e = (struct history_event){ .kind = HISTORY_LOST,
	    .phase = s->reach, .cause = asked ? CAUSE_ASKED : s->cause,
	    .lasted = s->lasted, .silent = t->silent, .quiet = t->quiet };
	t->drops += !asked;
	snprintf(t->reason, sizeof t->reason, "%s", asked ? "restart" : why);
	t->up += s->lasted;
	t->up_since = SPAN_NEVER;
	t->waited_for[0] = '\0';
	if (!asked)
		snprintf(t->loss, sizeof t->loss, "%s", why);
	if (!asked)
		e->path = t->path;
	e->path.all_segments = e->path.all_resent = 0;
	snprintf(e->why, sizeof e->why, "%s", asked ? "restart" : why);
}

/* False if the history has this reason already. */
static bool
status_wait(struct status *t, const struct session *s, const char *why,
    struct history_event *e)
{
	*e = (struct history_event){ .kind = HISTORY_WAIT, .phase = s->reach,
	    .cause = s->cause, .tries = s->tries };
	snprintf(t->reason, sizeof t->reason, "%s", why);
	if (strcmp(t->waited_for, why) == 0)
		return false;
	snprintf(t->waited_for, sizeof t->waited_for, "%s", why);
	snprintf(e->why, sizeof e->why, "%s", why);
	return true;
}

static void
status_end(const struct session *s, unsigned orders, const char *why,
    struct history_event *e)
{
	*e = (struct history_event){ .kind = HISTORY_END, .cause = s->cause,
	    .status = s->status };
	if ((orders & ORDER_TELL_END) == 0)
		why = s->tunnel || s->asked || s->stop != 0 ? "stopped" :
		    "exited";
	snprintf(e->why, sizeof e->why, "%s", why);
}

bool
status_orders(struct status *t, const struct session *s, unsigned orders,
    const char *why, int64_t now, struct history_event e[STATUS_EVENTS],
    size_t *n)
{
	bool changed = s->state != t->state;
	bool asked = t->state == SESSION_ENDING && (orders & ORDER_SPAWN);

	*n = 0;
	if ((s->state == SESSION_UP) != (t->state == SESSION_UP))
		t->state_since = now;
	t->state = s->state;
	if (orders & ORDER_TELL_UP)
		status_up(t, s, now, &e[(*n)++]);
	if (orders & ORDER_TELL_LOST)
		status_lost(t, s, why, asked, &e[(*n)++]);
	if (orders & (ORDER_TELL_WAIT | ORDER_TELL_NEED))
		*n += status_wait(t, s, why, &e[*n]);
	if (orders & ORDER_QUIT)
		status_end(s, orders, why, &e[(*n)++]);
	if (orders & ORDER_SPAWN)
		t->attempts++;
	return changed || (orders & ORDER_SPAWN);
}

/* --- the status --- */

static const enum control_state states[] = {
	[SESSION_NEW] = CONTROL_TRYING, [SESSION_TRYING] = CONTROL_TRYING,
	[SESSION_UP] = CONTROL_UP, [SESSION_ENDING] = CONTROL_ENDING,
	[SESSION_NEEDS_YOU] = CONTROL_NEEDS_YOU,
	[SESSION_WAITING] = CONTROL_WAITING, [SESSION_OVER] = CONTROL_OVER,
};

void
status_fill(const struct status *t, const struct session *s, int64_t now,
    struct control_status *out)
{
	*out = (struct control_status){
		.state = states[s->state], .age = now - t->state_since,
		.running = now - t->began,
		.tries = s->state == SESSION_UP ? 0 : s->tries,
		.attempts = t->attempts, .drops = t->drops, .up = t->up,
	};
	if (t->up_since != SPAN_NEVER)
		out->up += now - t->up_since;
	if (s->state == SESSION_WAITING && s->timer != SPAN_NEVER)
		out->next = s->timer > now ? s->timer - now : 1;
	/* While up, an attempt that failed before is no news any more. */
	snprintf(out->reason, sizeof out->reason, "%s",
	    s->state == SESSION_UP ? t->loss : t->reason);
}
