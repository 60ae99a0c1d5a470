/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sshp/publication.h"
#include "sys/atomic_file.h"
#include "sys/clock.h"
#include "sys/history_file.h"

enum {
	DAY = 86400000,		/* ms */
	COMMAND = 8000		/* the longest command line in a file, bytes */
};

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
	    .second = { .dir = -1, .lock = -1 } };
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

/* Adds a line to text, of 8000 bytes; false if it cannot stand there. */
static bool
publication_line(char *text, size_t *n, const char *line)
{
	size_t more = strlen(line);

	if (strchr(line, '\n') != NULL || *n + more + 2 > COMMAND)
		return false;
	memcpy(text + *n, line, more);
	*n += more;
	text[(*n)++] = '\n';
	return true;
}

void
publication_command(const struct publication *r, const char *name,
    char *const *argv)
{
	char text[COMMAND], cwd[PATH_MAX], file[80];
	size_t n = 0, i;

	if (r->registry.dir == -1 || getcwd(cwd, sizeof cwd) == NULL ||
	    !publication_line(text, &n, name) ||
	    !publication_line(text, &n, cwd))
		return;
	for (i = 1; argv[i] != NULL; i++)
		if (!publication_line(text, &n, argv[i]))
			return;
	snprintf(file, sizeof file, "%s.start", r->history_id);
	(void)atomic_file_write(r->registry.dir, file, text, n);
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

/* --- the supervisor's life --- */

void
publication_start(struct publication *r, const struct rundir *dir, int64_t now)
{
	struct history_event e = { .kind = HISTORY_START };

	status_start(&r->status, now);
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

bool
publication_orders(struct publication *r, const struct session *s,
    unsigned orders, const char *why, int64_t now)
{
	struct history_event e[STATUS_EVENTS];
	size_t i, n;
	bool changed = status_orders(&r->status, s, orders, why, now, e, &n);

	for (i = 0; i < n; i++) {
		if (e[i].kind == HISTORY_UP)
			snprintf(e[i].ports, sizeof e[i].ports, "%s",
			    r->ports);
		publication_write(r, &e[i]);
	}
	return changed;
}

/* --- the status --- */

void
publication_status(const struct publication *r, const struct session *s,
    int64_t ssh, int64_t now, struct control_status *out)
{
	status_fill(&r->status, s, now, out);
	out->protocol = CONTROL_PROTOCOL;
	snprintf(out->version, sizeof out->version, "%s", VERSION);
	out->kind = r->tunnel ? CONTROL_TUNNEL : CONTROL_SHELL;
	out->pid = (int64_t)getpid();
	out->ssh = ssh;
	snprintf(out->id, sizeof out->id, "%s", r->id);
	snprintf(out->name, sizeof out->name, "%s", r->identity->name);
	snprintf(out->to, sizeof out->to, "%s", r->identity->to);
	snprintf(out->forwards, sizeof out->forwards, "%s",
	    r->identity->forwards);
}

void
publication_close(struct publication *r)
{
	registry_close(&r->second);
	registry_close(&r->registry);
}
