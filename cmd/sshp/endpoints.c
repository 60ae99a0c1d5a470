/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/endpoints.h"
#include "sys/descriptors.h"
#include "sys/filewatch.h"

enum { REST = 9 };	/* limit of other descriptors in the loop */

LOOP_HOLDS(GUARD_EVENTS_MAX + 1 + ASKPASS_SERVER_MAX + 1 + CONTROL_MAX + 1 + 2 +
    REST);

void
endpoints_init(struct endpoints *d)
{
	*d = (struct endpoints){ .guards.listener = -1, .control.listener = -1,
	    .log.fd = -1, .err.fd = -1 };
}

int
endpoints_open(struct endpoints *d, const struct rundir *dir, bool log,
    bool words)
{
	guard_events_open(&d->guards, rundir_listen(dir, "events"));
	if (d->guards.listener == -1)
		return -1;
	if (log && (d->log.fd = rundir_fifo(dir, "log")) == -1)
		return -1;
	if (words && (d->err.fd = rundir_fifo(dir, "stderr")) == -1)
		return -1;
	if (words)
		d->ssh_stderr = rundir_writer(dir, "stderr");
	if (d->askpass.machine != NULL && askpass_server_listen(&d->askpass,
	    rundir_listen(dir, "secrets"), dir->path) == -1)
		return -1;
	control_open(&d->control, rundir_listen(dir, "ctl"));
	return 0;
}

bool
endpoints_there(const struct endpoints *d, const struct rundir *dir)
{
	return rundir_has(dir, "events") && rundir_has(dir, "ctl") &&
	    (d->log.fd == -1 || rundir_has(dir, "log")) &&
	    (d->askpass.machine == NULL || rundir_has(dir, "secrets"));
}

size_t
endpoints_env(struct endpoints *d, const struct rundir *dir, const char **env)
{
	d->guards.attempt = ++d->attempt;
	snprintf(d->env[0], sizeof d->env[0], "SSHP_EVENTS=%s/events",
	    dir->path);
	snprintf(d->env[1], sizeof d->env[1], "SSHP_ATTEMPT=%d",
	    d->attempt);
	env[0] = d->env[0];
	env[1] = d->env[1];
	return 2 + askpass_server_env(&d->askpass, env + 2);
}

void
endpoints_watch(struct endpoints *d, struct loop *l)
{
	d->log_slot = loop_watch(l, d->log.fd, POLLIN);
	d->err_slot = loop_watch(l, d->err.fd, POLLIN);
	guard_events_watch(&d->guards, l);
	askpass_server_watch(&d->askpass, l);
	control_watch(&d->control, l);
}

void
endpoints_close(struct endpoints *d)
{
	guard_events_close(&d->guards);
	control_close(&d->control);
	askpass_server_leave(&d->askpass);
	if (d->log.fd != -1)
		close(d->log.fd);
	if (d->err.fd != -1)
		close(d->err.fd);
	if (d->ssh_stderr > 0)
		close(d->ssh_stderr);
	d->log.fd = d->err.fd = -1;
	d->ssh_stderr = 0;
}

/* --- the lines of ssh's log --- */

static void
sshlog_byte(struct sshlog *h, char c, void (*line)(void *, const char *),
    void *arg)
{
	if (c != '\n') {
		if (c != '\r' && c != '\0' && h->n < sizeof h->line - 1)
			h->line[h->n++] = c;
		return;
	}
	h->line[h->n] = '\0';
	h->n = 0;
	line(arg, h->line);
	h->first = false;
}

enum { MESSAGES = 64 };

/* A whole pipe; otherwise a later read could begin inside of a message. */
static char text[65536];

void
sshlog_read(struct sshlog *h, void (*line)(void *, const char *), void *arg)
{
	size_t bytes = 0;
	ssize_t n, i, reads;

	for (reads = 0; reads < MESSAGES && bytes < sizeof text &&
	    h->fd != -1; reads++) {
		if ((n = descriptors_read(h->fd, text, sizeof text)) <= 0)
			return;
		h->first = h->n == 0;
		for (i = 0; i < n; i++)
			sshlog_byte(h, text[i], line, arg);
		bytes += (size_t)n;
	}
}

/* --- recreation of what was removed --- */

enum {
	SETTLE = 250,		/* more files may be removed within, ms */
	AGAIN = 60000		/* interval of retries, ms */
};

/* All tunnels share the registry: watches only it and our lock there. */
static int
registration_losses(const char *directory, const struct registry *r)
{
	char lock[sizeof r->path + sizeof r->id + 8];
	const char *const path[] = { r->path, lock };

	snprintf(lock, sizeof lock, "%s/%s.lock", r->path, r->id);
	return filewatch_losses(directory, path, r->dir == -1 ? 0 : 2);
}

void
registration_open(struct registration *p, const struct rundir *dir,
    const struct publication *r)
{
	*p = (struct registration){ .slot = LOOP_NEVER,
	    .due = SPAN_NEVER, .spare.fd = -1,
	    .fd = registration_losses(dir->path, &r->registry) };
}

void
registration_watch(struct registration *p, struct loop *l)
{
	p->slot = loop_watch(l, p->fd, POLLIN);
	loop_lower(l, p->due);
}

bool
registration_take(struct registration *p, const struct loop *l)
{
	if (loop_ready(l, p->slot)) {
		filewatch_take(p->fd);
		if (p->due > l->now + SETTLE)
			p->due = l->now + SETTLE;
	}
	return l->now >= p->due;
}

/* The directory for "ctl"; or NULL and errno. */
static const struct rundir *
registration_place(struct registration *p, const struct rundir *dir)
{
	char why[300];

	if (rundir_there(dir))
		return dir;
	if (p->spare.fd != -1 && rundir_there(&p->spare))
		return &p->spare;
	rundir_close(&p->spare);
	return rundir_open(&p->spare, why, sizeof why) == -1 ? NULL :
	    &p->spare;
}

static bool
registration_socket(struct registration *p, const struct rundir *dir,
    struct publication *r, struct control *c)
{
	const struct rundir *at = registration_place(p, dir);
	int listener;

	if (at == NULL)
		return false;
	if (rundir_has(at, "ctl"))
		return true;
	if ((listener = rundir_listen(at, "ctl")) == -1)
		return false;
	control_move(c, listener);
	publication_enter(r, at);
	return true;
}

void
registration_repair(struct registration *p, const struct rundir *dir,
    struct publication *r, struct control *c, int64_t now)
{
	bool socket = registration_socket(p, dir, r, c), entry =
	    publication_renew(r);
	const struct rundir *at = p->spare.fd != -1 ? &p->spare : dir;

	p->due = socket && entry ? SPAN_NEVER : now + AGAIN;
	if (p->fd != -1)
		close(p->fd);
	p->fd = registration_losses(at->path, &r->registry);
	/* A file may have been removed before sshp watched it again. */
	if (p->due == SPAN_NEVER && (!rundir_has(at, "ctl") ||
	    !registry_there(&r->registry)))
		p->due = now + SETTLE;
}

void
registration_close(struct registration *p)
{
	if (p->fd != -1)
		close(p->fd);
	rundir_close(&p->spare);
	p->fd = -1;
}
