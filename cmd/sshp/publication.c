/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/publication.h"
#include "supervise/history.h"
#include "sys/atomic_file.h"
#include "sys/clock.h"
#include "sys/history_file.h"

enum { DAY = 86400000 };	/* ms */

/* --- the lock --- */

static void
publication_taken(const struct publication *r, const char *holder)
{
	struct control_entry e;
	char pid[40] = "";

	if (control_entered(&e, holder, strlen(holder)) == -1)
		e = (struct control_entry){ 0 };
	if (e.pid > 0)
		snprintf(pid, sizeof pid, " as process %lld",
		    (long long)e.pid);
	/* With the id, because several tunnels may have this name. */
	log_say(r->log, "%s: this tunnel is already running%s (sshpctl list "
	    "shows it, sshpctl stop %s/%s ends it)", r->identity->name, pid,
	    e.name[0] != '\0' ? e.name : r->identity->name,
	    e.of[0] != '\0' ? e.of : r->identity->id);
}

/* Writes the registry entries: name, and control socket or why none. */
static void
publication_entry(const struct publication *r, enum control_state state)
{
	struct control_entry entry = { .pid = (int64_t)getpid() };
	char text[CONTROL_SIZE];

	entry.state = state;
	snprintf(entry.name, sizeof entry.name, "%s", r->identity->name);
	snprintf(entry.to, sizeof entry.to, "%s", r->identity->to);
	snprintf(entry.forwards, sizeof entry.forwards, "%s",
	    r->identity->forwards);
	if (state == CONTROL_NO_STATE)
		snprintf(entry.socket, sizeof entry.socket, "%s", r->socket);
	registry_write(&r->registry, text, control_enter(&entry, text));
	snprintf(entry.of, sizeof entry.of, "%s", r->id);
	registry_write(&r->second, text, control_enter(&entry, text));
}

/* Sets the control socket in dir, and the directory above it. */
static void
publication_paths(struct publication *r, const struct rundir *dir)
{
	snprintf(r->socket, sizeof r->socket, "%s/ctl", dir->path);
	snprintf(r->parent, sizeof r->parent, "%s", dir->path);
	if (strrchr(r->parent, '/') != NULL)
		*strrchr(r->parent, '/') = '\0';
}

int
publication_open(struct publication *r, const struct identity *i, bool tunnel,
    bool mute, const struct rundir *dir, const struct log *log)
{
	char why[300], holder[CONTROL_SIZE] = "";

	*r = (struct publication){ .identity = i, .log = log, .tunnel = tunnel,
	    .up_since = SPAN_NEVER, .second = { .dir = -1, .lock = -1 } };
	snprintf(r->history_id, sizeof r->history_id, "%s", i->id);
	publication_paths(r, dir);
	if (registry_open(&r->registry, r->parent, why, sizeof why) == -1)
		log_say(log, "%s (the history is lost at the next boot)", why);
	/* The user may run any number of shells to one destination. */
	if (tunnel)
		snprintf(r->id, sizeof r->id, "%s", i->id);
	else
		snprintf(r->id, sizeof r->id, "%s-%ld", i->id, (long)getpid());
	if (registry_take(&r->registry, r->id, holder, sizeof holder) == 0) {
		if (!mute)
			publication_taken(r, holder);
		return -1;
	}
	/* Replaces the entry of a killed supervisor. */
	publication_entry(r, CONTROL_TRYING);
	return 0;
}

void
publication_enter(struct publication *r, const struct rundir *dir)
{
	publication_paths(r, dir);
	publication_entry(r, CONTROL_NO_STATE);
}

void
publication_leave(struct publication *r)
{
	publication_entry(r, CONTROL_OVER);
}

/*
 * Takes the lock of the present identity, in addition to the lock of the first:
 * a second sshp for the same tunnel looks for that lock.
 */
static void
publication_lock_second(struct publication *r)
{
	char why[300], holder[CONTROL_SIZE] = "";

	registry_close(&r->second);
	if (!r->tunnel || strcmp(r->identity->id, r->history_id) == 0)
		return;
	(void)registry_open(&r->second, r->parent, why, sizeof why);
	if (registry_take(&r->second, r->identity->id, holder,
	    sizeof holder) == 0)
		publication_taken(r, holder);
}

bool
publication_other(const struct publication *r, const struct identity *i,
    int64_t *pid)
{
	struct registry other = { .dir = -1, .lock = -1 };
	char why[300], holder[CONTROL_SIZE] = "";
	struct control_entry e;
	int taken;

	*pid = 0;
	if (!r->tunnel || strcmp(i->id, r->history_id) == 0 ||
	    strcmp(i->id, r->identity->id) == 0)
		return false;
	(void)registry_open(&other, r->parent, why, sizeof why);
	taken = registry_take(&other, i->id, holder, sizeof holder);
	if (taken == 0 && control_entered(&e, holder, strlen(holder)) == 0)
		*pid = e.pid;
	registry_close(&other);
	return taken == 0;
}

bool
publication_renew(struct publication *r)
{
	char why[300], holder[CONTROL_SIZE] = "";
	int taken;

	if (registry_there(&r->registry))
		return true;
	registry_leave(&r->registry);
	(void)registry_open(&r->registry, r->parent, why, sizeof why);
	taken = registry_take(&r->registry, r->id, holder, sizeof holder);
	/* Another sshp for this tunnel was started meanwhile. */
	if (taken == 0)
		publication_taken(r, holder);
	publication_lock_second(r);
	if (taken == 1)
		publication_entry(r, CONTROL_NO_STATE);
	return taken != -1;
}

/* --- the history --- */

static int
publication_append(struct publication *r, const struct history_event *e)
{
	char line[HISTORY_LINE], name[80];

	snprintf(name, sizeof name, "%s.history", r->history_id);
	return history_file_append(r->registry.dir, name, line,
	    history_write(e, line));
}

static int
publication_about(struct publication *r)
{
	const struct identity *i = r->identity;
	struct history_event e = { .kind = HISTORY_ABOUT,
	    .time = clock_wall(), .pid = (int64_t)getpid(),
	    .alive = i->alive };

	snprintf(e.name, sizeof e.name, "%s", i->name);
	snprintf(e.to, sizeof e.to, "%s", i->to);
	snprintf(e.forwards, sizeof e.forwards, "%s", i->forwards);
	snprintf(e.alive_at, sizeof e.alive_at, "%s",
	    i->alive_at == NULL ? "" : i->alive_at);
	return publication_append(r, &e);
}

void
publication_change(struct publication *r, const struct identity *i)
{
	bool same = strcmp(r->identity->id, i->id) == 0;

	r->identity = i;
	if (same)
		return;
	publication_lock_second(r);
	publication_entry(r, CONTROL_NO_STATE);
	if (r->registry.dir != -1)
		(void)publication_about(r);
}

static void
publication_write(struct publication *r, struct history_event *e)
{
	int written;

	if (r->registry.dir == -1)
		return;
	e->time = clock_wall();
	e->pid = (int64_t)getpid();
	written = publication_append(r, e);
	if (written == -1 && !registry_there(&r->registry) &&
	    publication_renew(r))
		written = publication_append(r, e);
	if (written == 1)
		written = publication_about(r);
	if (written == -1 && !r->reported) {
		r->reported = true;
		log_say(r->log, "%s: %s: %s (events are missing from the "
		    "history)",
		    r->identity->name, r->registry.path, strerror(errno));
	}
}

static void
publication_up(struct publication *r, const struct session *s, int64_t now)
{
	struct history_event e = { .kind = HISTORY_UP,
	    .took = now - s->began, .tries = s->tries };

	r->up_since = now;
	r->waited_for[0] = '\0';
	snprintf(e.ports, sizeof e.ports, "%s", r->ports);
	if (s->lost != SPAN_NEVER)
		e.outage = now > s->lost ? now - s->lost : 1;
	publication_write(r, &e);
}

/* Writes a loss; asked: the user's restart, which does not count as a drop. */
static void
publication_lost(struct publication *r, const struct session *s,
    const char *why, bool asked)
{
	struct history_event e = { .kind = HISTORY_LOST,
	    .phase = s->reach, .cause = asked ? CAUSE_ASKED : s->cause,
	    .lasted = s->lasted, .silent = r->silent, .quiet = r->quiet };

	r->drops += !asked;
	snprintf(r->reason, sizeof r->reason, "%s", asked ? "restart" : why);
	r->up += s->lasted;
	r->up_since = SPAN_NEVER;
	r->waited_for[0] = '\0';
	if (!asked)
		snprintf(r->loss, sizeof r->loss, "%s", why);
	snprintf(e.why, sizeof e.why, "%s", asked ? "restart" : why);
	publication_write(r, &e);
}

static void
publication_wait(struct publication *r, const struct session *s,
    const char *why)
{
	struct history_event e = { .kind = HISTORY_WAIT, .phase = s->reach,
	    .cause = s->cause, .tries = s->tries };

	snprintf(r->reason, sizeof r->reason, "%s", why);
	if (strcmp(r->waited_for, why) == 0)
		return;
	snprintf(r->waited_for, sizeof r->waited_for, "%s", why);
	snprintf(e.why, sizeof e.why, "%s", why);
	publication_write(r, &e);
}

static void
publication_end(struct publication *r, const struct session *s, unsigned orders,
    const char *why)
{
	struct history_event e = { .kind = HISTORY_END, .cause = s->cause,
	    .status = s->status };

	if ((orders & ORDER_TELL_END) == 0)
		why = s->tunnel || s->asked || s->stop != 0 ? "stopped" :
		    "exited";
	snprintf(e.why, sizeof e.why, "%s", why);
	publication_write(r, &e);
}

/* --- the supervisor's life --- */

void
publication_start(struct publication *r, const struct rundir *dir, int64_t now)
{
	struct history_event e = { .kind = HISTORY_START };

	r->began = r->state_since = now;
	r->touch = now + DAY;
	publication_enter(r, dir);
	if (r->registry.dir != -1)
		(void)publication_about(r);
	publication_write(r, &e);
}

void
publication_turn(struct publication *r, int64_t now)
{
	char name[80];

	if (now < r->touch)
		return;
	r->touch = now + DAY;
	if (r->registry.dir == -1)
		return;
	snprintf(name, sizeof name, "%s.history", r->history_id);
	atomic_file_touch(r->registry.dir, name);
	snprintf(name, sizeof name, "%s.holder", r->id);
	atomic_file_touch(r->registry.dir, name);
}

void
publication_event(struct publication *r, const struct event *e)
{
	if (e->kind == EVENT_HELLO)
		r->silent = r->quiet = 0;
	if (e->kind != EVENT_VERDICT && e->kind != EVENT_CLOSED)
		return;
	r->silent = e->silent;
	r->quiet = e->quiet;
}

bool
publication_orders(struct publication *r, const struct session *s,
    unsigned orders, const char *why, int64_t now)
{
	bool changed = s->state != r->state;
	bool asked = r->state == SESSION_ENDING && (orders & ORDER_SPAWN);

	if ((s->state == SESSION_UP) != (r->state == SESSION_UP))
		r->state_since = now;
	r->state = s->state;
	if (orders & ORDER_TELL_UP)
		publication_up(r, s, now);
	if (orders & ORDER_TELL_LOST)
		publication_lost(r, s, why, asked);
	if (orders & (ORDER_TELL_WAIT | ORDER_TELL_NEED))
		publication_wait(r, s, why);
	if (orders & ORDER_QUIT)
		publication_end(r, s, orders, why);
	if (orders & ORDER_SPAWN)
		r->attempts++;
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
publication_status(const struct publication *r, const struct session *s,
    int64_t ssh, int64_t now, struct control_status *out)
{
	*out = (struct control_status){
		.protocol = CONTROL_PROTOCOL, .version = VERSION,
		.kind = r->tunnel ? CONTROL_TUNNEL : CONTROL_SHELL,
		.state = states[s->state], .pid = (int64_t)getpid(),
		.ssh = ssh, .age = now - r->state_since,
		.running = now - r->began,
		.tries = s->state == SESSION_UP ? 0 : s->tries,
		.attempts = r->attempts, .drops = r->drops, .up = r->up,
	};
	if (r->up_since != SPAN_NEVER)
		out->up += now - r->up_since;
	if (s->state == SESSION_WAITING && s->timer != SPAN_NEVER)
		out->next = s->timer > now ? s->timer - now : 1;
	snprintf(out->id, sizeof out->id, "%s", r->id);
	snprintf(out->name, sizeof out->name, "%s", r->identity->name);
	snprintf(out->to, sizeof out->to, "%s", r->identity->to);
	snprintf(out->forwards, sizeof out->forwards, "%s",
	    r->identity->forwards);
	/* While up, an attempt that failed before is no news any more. */
	snprintf(out->reason, sizeof out->reason, "%s",
	    s->state == SESSION_UP ? r->loss : r->reason);
}

void
publication_close(struct publication *r)
{
	registry_close(&r->second);
	registry_close(&r->registry);
}
