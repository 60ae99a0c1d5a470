/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/supervisor_internal.h"
#include "sys/log_pipe.h"
#include "sys/peer.h"

enum {
	ANSWER = 1000,		/* limit for an answer, ms */
	FRESH = 1500,		/* the figures of the path are shown for, ms */
	EVENTS = 32	/* limit for one guard in a turn of the loop */
};

void
guard_events_open(struct guard_events *w, int listener)
{
	int i;

	*w = (struct guard_events){ .listener = listener };
	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		w->guard[i].fd = -1;
}

void
guard_events_watch(struct guard_events *w, struct loop *l)
{
	int i;

	w->listener_slot = loop_watch(l, w->listener, POLLIN);
	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		w->guard[i].slot = loop_watch(l, w->guard[i].fd, POLLIN);
}

static void
guard_events_drop(struct guard_events *w, int i)
{
	close(w->guard[i].fd);
	w->guard[i].fd = -1;
}

/* Writes the ancestors of pid to above; returns their number. */
static size_t
guard_events_above(pid_t pid, pid_t above[GUARD_TRUST_DEPTH])
{
	size_t n = 0;

	while (n < GUARD_TRUST_DEPTH && pid > 1)
		above[n++] = pid = peer_parent(pid);
	return n;
}

/* How far sshp trusts the guard pid. */
static enum guard_trust
guard_events_trust(const struct guard_events *w, pid_t pid, pid_t ssh)
{
	pid_t above[GUARD_TRUST_DEPTH], ours[GUARD_EVENTS_MAX];
	struct guard_trust_facts f = { .above = above, .ssh = ssh,
	    .met = w->met, .ours = ours };
	int i;

	f.n = guard_events_above(pid, above);
	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		if (w->guard[i].fd != -1 && w->guard[i].trust == GUARD_OURS)
			ours[f.guards++] = w->guard[i].pid;
	return guard_trust(&f);
}

static void
guard_events_accept(struct guard_events *w, pid_t ssh)
{
	pid_t pid;
	int i, fd = peer_accept(w->listener, &pid);
	enum guard_trust trust;

	if (fd == -1)
		return;
	trust = guard_events_trust(w, pid, ssh);
	for (i = 0; i < GUARD_EVENTS_MAX && w->guard[i].fd != -1; i++)
		;
	if (i == GUARD_EVENTS_MAX || trust == GUARD_STRANGER) {
		close(fd);
		return;
	}
	w->guard[i].fd = fd;
	w->guard[i].pid = pid;
	w->guard[i].trust = trust;
	w->met = w->met || trust == GUARD_OURS;
}

/*
 * True if the event is about the present attempt.  A guard of an earlier
 * attempt may be an orphan, and connect late.
 */
static bool
guard_events_current(struct guard_events *w, int i, const struct event *e)
{
	if (e->attempt == w->attempt)
		return true;
	if (w->guard[i].trust == GUARD_OURS)
		w->met = false;
	guard_events_drop(w, i);
	return false;
}

static void
guard_events_read(struct guard_events *w, int i,
    void (*told)(void *, const struct event *), void *arg)
{
	char text[EVENT_SIZE];
	struct event e;
	ssize_t n = 1;
	int k;

	for (k = 0; k < EVENTS && (n = peer_take(w->guard[i].fd, text,
	    sizeof text)) > 0; k++) {
		if (event_decode(&e, text, (size_t)n) == -1)
			continue;
		if (!guard_events_current(w, i, &e))
			return;
		progress_event(&w->progress, e.kind,
		    w->guard[i].trust == GUARD_OURS);
		if (guard_trust_event(w->guard[i].trust, &e))
			told(arg, &e);
	}
	if (n == 0 || (n == -1 && errno != EAGAIN))
		guard_events_drop(w, i);
}

void
guard_events_take(struct guard_events *w, const struct loop *l, pid_t ssh,
    void (*told)(void *, const struct event *), void *arg)
{
	int i, trust;

	/* Guards below ours first: their failure causes the failure of ours. */
	for (trust = GUARD_BELOW; trust <= GUARD_OURS; trust++)
		for (i = 0; i < GUARD_EVENTS_MAX; i++)
			if (w->guard[i].fd != -1 &&
			    (int)w->guard[i].trust == trust &&
			    loop_ready(l, w->guard[i].slot))
				guard_events_read(w, i, told, arg);
	if (loop_ready(l, w->listener_slot))
		guard_events_accept(w, ssh);
}

void
guard_events_tell(const struct guard_events *w, const struct event *e)
{
	char record[EVENT_SIZE];
	size_t n = event_encode(e, record);
	int i;

	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		if (w->guard[i].fd != -1 && w->guard[i].trust == GUARD_OURS)
			(void)peer_send(w->guard[i].fd, record, n);
}

void
guard_events_ask(struct guard_events *w, int64_t now)
{
	char record[EVENT_SIZE];
	size_t n = event_encode(&(struct event){ .kind = EVENT_PATH }, record);
	int i;

	if (guard_events_asks(w, now))
		return;
	w->asked = 0;
	w->asked_at = now;
	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		w->asked += w->guard[i].fd != -1 &&
		    peer_send(w->guard[i].fd, record, n) == 0;
}

bool
guard_events_asks(const struct guard_events *w, int64_t now)
{
	return w->asked > 0 && now < w->asked_at + ANSWER;
}

struct path_figures
guard_events_path(const struct guard_events *w, int64_t now)
{
	return now < w->path_at + FRESH ? w->path :
	    (struct path_figures){ 0 };
}

/* An answer of a guard; the first replaces the answers before. */
static void
guard_events_answer(struct guard_events *w, const struct event *e, int64_t now)
{
	if (w->path_at < w->asked_at)
		w->path = (struct path_figures){ 0 };
	path_figures_join(&w->path, &e->path);
	w->path_at = now;
	w->asked -= w->asked > 0;
}

bool
guard_events_present(const struct guard_events *w)
{
	int i;

	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		if (w->guard[i].fd != -1 && w->guard[i].trust == GUARD_OURS)
			return true;
	return false;
}

void
guard_events_forget(struct guard_events *w)
{
	int i;

	w->met = false;
	w->asked = 0;
	w->path = (struct path_figures){ 0 };
	for (i = 0; i < GUARD_EVENTS_MAX; i++)
		if (w->guard[i].fd != -1)
			guard_events_drop(w, i);
}

void
guard_events_close(struct guard_events *w)
{
	guard_events_forget(w);
	if (w->listener != -1)
		close(w->listener);
	w->listener = -1;
}

/* --- their meaning for the session --- */

/* Measures the time until the banner, and sets the guard's timeout for it. */
static void
guard_events_banner(struct supervisor *k, const struct event *e)
{
	struct attempt *a = &k->attempt;
	int64_t now = k->loop.now;

	if (e->kind == EVENT_CONNECTED)
		a->connected = now;
	if (e->kind == EVENT_BANNER)
		a->banner = now;
	if (k->o->plan->banner == 0)
		return;
	if (e->kind == EVENT_HELLO)
		guard_events_tell(&k->endpoints.guards, &(struct event){
		    .kind = EVENT_WAIT, .wait = banner_timeout(&k->banner) });
	else if (e->kind == EVENT_BANNER && a->connected != SPAN_NEVER)
		banner_timeout_came(&k->banner, now - a->connected);
	else if (e->kind == EVENT_VERDICT && e->cause == CAUSE_NO_BANNER)
		banner_timeout_missed(&k->banner);
}

/*
 * An upgrade may replace tunnel-guard while we run.  Without a number, it has
 * the first protocol.
 */
static void
guard_events_hello(struct supervisor *k, const struct event *e)
{
	char text[200];

	k->attempt.parted = log_pipe_parted(k->attempt.pid,
	    k->o->plan->log);
	if (k->other || e->protocol == 0 || e->protocol == EVENT_PROTOCOL)
		return;
	k->other = true;
	snprintf(text, sizeof text, "sshp %s and tunnel-guard %.20s do not "
	    "understand each other: end this sshp and start it again",
	    VERSION, e->text);
	input_news(k, text);
}

void
guard_events_feed(void *arg, const struct event *e)
{
	static const enum session_reach reach[EVENT_PATH + 1] = {
		[EVENT_HELLO] = REACH_STARTED,
		[EVENT_CONNECTED] = REACH_CONNECTED,
		[EVENT_BANNER] = REACH_BANNER,
	};
	struct supervisor *k = arg;
	enum cause cause = session_reason_event(&k->reason, e);

	if (e->kind == EVENT_PATH) {
		guard_events_answer(&k->endpoints.guards, e, k->loop.now);
		control_path(&k->endpoints.control,
		    k->endpoints.guards.asked == 0, supervisor_status, k);
		return;
	}
	status_event(&k->o->record->status, e);
	guard_events_banner(k, e);
	guard_killed_event(&k->guard_killed, e->kind);
	if (e->kind == EVENT_HELLO)
		guard_events_hello(k, e);
	if (reach[e->kind] != REACH_NOTHING)
		supervisor_step(k, ON_REACH, (int)reach[e->kind]);
	if (cause != CAUSE_UNKNOWN)
		supervisor_step(k, ON_CAUSE, (int)cause);
}
