/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/registration.h"
#include "sys/filewatch.h"

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
