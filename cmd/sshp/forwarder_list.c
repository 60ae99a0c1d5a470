/* SPDX-License-Identifier: ISC */
/* The list of forwards: those of the plan, and what ssh's log says of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "plan/reload.h"
#include "sshp/forwarder.h"
#include "supervise/sshlog_parse.h"
#include "sys/peer.h"

void
forwarder_close_none(struct forwarder *f)
{
	while (f->closings > 0)
		words_free(&f->closing[--f->closings].text);
	f->closes = NULL;
}

int
forwarder_list(struct forwarder *f)
{
	const struct plan *p = f->plan;
	size_t i, n = p->forwards;

	f->one = calloc(n + 1, sizeof *f->one);
	f->reason = calloc(n + 1, sizeof *f->reason);
	if (f->one == NULL || f->reason == NULL)
		n = 0;
	for (i = 0; i < n; i++) {
		f->one[i].remote = p->forward[i].letter == 'R';
		f->one[i].any = p->forward[i].port == 0 &&
		    p->forward[i].path == NULL;
		f->one[i].at_start = reload_only_at_start(&p->forward[i]);
	}
	forwards_start(&f->machine, f->one, n);
	f->reclaim.wanted = p->reclaim;
	return n == p->forwards ? 0 : -1;
}

int
forwarder_open(struct forwarder *f, const struct plan *plan, const char *ssh,
    void (*say)(void *, const char *), void *arg)
{
	*f = (struct forwarder){
		.plan = plan, .ssh = ssh, .say = say, .arg = arg,
		.call = { .out = -1, .due = SPAN_NEVER },
		.partial_due = SPAN_NEVER,
		.look = SPAN_NEVER, .answer = SPAN_NEVER,
	};
	return forwarder_list(f);
}

bool
forwarder_remote(const struct forwarder *f, enum forwards_state state)
{
	size_t i;

	for (i = 0; i < f->machine.n; i++)
		if (f->one[i].remote && f->one[i].state == state)
			return true;
	return false;
}

void
forwarder_lost(struct forwarder *f)
{
	mux_stop(&f->call);
	forwarder_close_none(f);
	f->reclaiming = RECLAIM_NOTHING;
	reclaim_lost(&f->reclaim, forwarder_remote(f, FORWARDS_UP));
	forwards_lost(&f->machine);
}

/* True if the forward was up in a connection of the plan before. */
static bool
forwarder_had(const struct plan_forward *p, const struct plan *was,
    const struct forwards_one *one, size_t n)
{
	size_t i;

	for (i = 0; i < n && i < was->forwards; i++)
		if (one[i].had && was->forward[i].letter == p->letter &&
		    strcmp(was->forward[i].spec, p->spec) == 0)
			return true;
	return false;
}

int
forwarder_change(struct forwarder *f, const struct plan *was)
{
	struct forwards_one *one = f->one;
	size_t i, n = f->machine.n;
	int made;

	forwarder_lost(f);
	free(f->reason);
	made = forwarder_list(f);
	for (i = 0; i < f->machine.n; i++)
		f->one[i].had = forwarder_had(&f->plan->forward[i], was, one,
		    n);
	free(one);
	return made;
}

/* --- how the connection stands --- */

/* True if it is not up without all of its forwards. */
static bool
forwarder_all(const struct forwarder *f)
{
	return f->all || f->exits;
}

const char *
forwarder_unheld(const struct forwarder *f, size_t i)
{
	return f->held == NULL || f->one[i].remote ? NULL :
	    held_clients_refused(f->held, i);
}

size_t
forwarder_up(const struct forwarder *f)
{
	size_t i, up = 0;

	for (i = 0; i < f->machine.n; i++)
		up += f->one[i].state == FORWARDS_UP &&
		    forwarder_unheld(f, i) == NULL;
	return up;
}

bool
forwarder_ready(const struct forwarder *f)
{
	const struct forwards *m = &f->machine;

	return m->live && forwards_settled(m) &&
	    (!f->wants_device || f->device) &&
	    (!forwarder_all(f) || forwarder_up(f) == m->n);
}

bool
forwarder_hopeless(const struct forwarder *f)
{
	const struct forwards *m = &f->machine;

	if (!m->live)
		return false;
	return f->unanswered || (forwards_settled(m) &&
	    forwards_unanswered(m) &&
	    (forwarder_all(f) || forwards_up(m) == 0));
}

bool
forwarder_partial(const struct forwarder *f, size_t i)
{
	return f->one[i].state == FORWARDS_UP && !f->one[i].remote &&
	    f->reason[i].address[0] != '\0' &&
	    strstr(f->reason[i].why, "in use") != NULL;
}

bool
forwarder_ours(struct forwarder *f)
{
	pid_t who = f->control == NULL ? -1 : peer_listener(f->path);
	char text[400];

	if (who == -1 || peer_listens(who, f->child))
		return true;
	snprintf(text, sizeof text, "process %ld listens on the control "
	    "socket %s; refused forwards are retried on the next connection",
	    (long)who, f->path);
	f->say(f->arg, text);
	free(f->control);
	f->control = NULL;
	forwards_no_calls(&f->machine);
	return false;
}

/* --- ssh's log --- */

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
