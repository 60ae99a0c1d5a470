/* SPDX-License-Identifier: ISC */
/* Reads from ssh's log which forwards were granted or refused. */
#include <stdio.h>
#include <string.h>

#include "sshp/forwarder.h"
#include "supervise/sshlog_parse.h"

static bool
forwarder_meant(const struct plan_forward *p, const struct sshlog_forward *a)
{
	const char *path = p->socket != NULL ? p->socket : p->path;

	if ((path != NULL) != (a->port == 0) ||
	    (p->letter == 'R') != (a->about == SSHLOG_FORWARD_NAMED))
		return false;
	return path == NULL ? p->port == a->port :
	    strlen(path) == a->len && strncmp(path, a->where, a->len) == 0;
}

static void
forwarder_local(struct forwarder *f, const struct sshlog_forward *a)
{
	struct forwarder_reason *r = f->reason;
	size_t i;

	for (i = 0; i < f->machine.n; i++, r++) {
		if (!forwarder_meant(&f->plan->forward[i], a))
			continue;
		r->refused = r->refused || a->about == SSHLOG_FORWARD_LOCAL;
		if (a->why != NULL)
			snprintf(r->why, sizeof r->why, "%s", a->why);
		if (a->about == SSHLOG_FORWARD_ADDRESS)
			snprintf(r->address, sizeof r->address, "%.*s",
			    (int)a->len, a->where);
	}
}

/* An ssh before 8.5 does not report the forwards in order. */
static void
forwarder_named(struct forwarder *f, int64_t now,
    const struct sshlog_forward *a)
{
	size_t i;

	for (i = 0; i < f->machine.n && !f->plan->words; i++)
		if (forwarder_meant(&f->plan->forward[i], a))
			forwards_look(&f->machine, i, now, false);
}

/* The server refused the session for reclaim: sshp reports the effect. */
static bool
forwarder_session(const struct forwarder *f, const char *line)
{
	return f->reclaiming != RECLAIM_NOTHING &&
	    strncmp(line, "channel ", 8) == 0 &&
	    strstr(line, ": open failed: ") != NULL;
}

bool
forwarder_line(struct forwarder *f, int64_t now, const char *line, bool own)
{
	struct sshlog_forward a = sshlog_forward_read(line);

	/* An ssh before 8.5 does not tag its own messages. */
	if (f->plan->words && !own && a.about != SSHLOG_FORWARD_KNOWN)
		return forwarder_session(f, line);
	switch (a.about) {
	case SSHLOG_FORWARD_OTHER:
		return forwarder_session(f, line);
	case SSHLOG_FORWARD_GRANTED:
	case SSHLOG_FORWARD_REFUSED:
		forwards_answer(&f->machine, now,
		    a.about == SSHLOG_FORWARD_GRANTED);
		break;
	case SSHLOG_FORWARD_PORT:
		forwards_port(&f->machine, now, a.port);
		break;
	case SSHLOG_FORWARD_ADDRESS:
	case SSHLOG_FORWARD_LOCAL:
		forwarder_local(f, &a);
		break;
	case SSHLOG_FORWARD_NAMED:
		forwarder_named(f, now, &a);
		break;
	case SSHLOG_FORWARD_DEVICE:
		f->device = true;
		break;
	case SSHLOG_FORWARD_KNOWN:
		break;
	}
	return !f->exits;
}
