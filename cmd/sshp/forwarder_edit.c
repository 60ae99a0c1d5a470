/* SPDX-License-Identifier: ISC */
/* Opens and closes forwards of the running ssh after an edit of ssh_config. */
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "plan/reload.h"
#include "sshp/forwarder.h"
#include "sys/peer.h"

enum { AGAIN = 1000 };		/* until the next call after one that ssh did
				   not answer, ms */

/* --- the list of forwards to close --- */

static const char *
forwarder_copy(struct words *w, const char *text)
{
	return text == NULL ? NULL : words_add(w, "%s", text);
}

/* Forward i of the old plan is no longer wanted. */
static void
forwarder_remove(struct forwarder *f, const struct plan_forward *p, size_t i,
    int64_t now)
{
	struct forwarder_closing *c = &f->closing[f->closings++];
	const struct forwards_one *o = &f->one[i];
	bool alias = o->alias && p->alias != NULL;

	*c = (struct forwarder_closing){ .forward = *p, .due = SPAN_NEVER,
	    .up = o->state == FORWARDS_UP };
	c->forward.spec = forwarder_copy(&c->text, alias ? p->alias : p->spec);
	c->forward.path = forwarder_copy(&c->text, p->socket != NULL ?
	    p->socket : p->path);
	c->held = p->socket != NULL;
	c->forward.name = forwarder_copy(&c->text, p->name);
	switch (forwards_close(&f->machine, i)) {
	case FORWARDS_CLOSED:
		c->is = FORWARDER_CLOSED;
		break;
	case FORWARDS_CLOSE_NOW:
		c->is = FORWARDER_OPEN;
		c->due = now;
		break;
	case FORWARDS_CLOSE_LATER:
		c->is = FORWARDER_STAYS;
		break;
	}
	/* Nobody but sshp connects to ssh's socket. */
	if (c->held && c->is == FORWARDER_STAYS)
		c->is = FORWARDER_CLOSED;
	if (c->text.failed)
		c->is = FORWARDER_STAYS;
}

/* Keeps those of earlier edits that are still open, with room for n more. */
static int
forwarder_closing_room(struct forwarder *f, size_t n)
{
	struct forwarder_closing *more;
	size_t i, kept = 0, closes = f->closes == NULL ? 0 :
	    (size_t)(f->closes - f->closing);

	for (i = 0; i < f->closings; i++) {
		if (f->closing[i].is != FORWARDER_OPEN) {
			words_free(&f->closing[i].text);
			continue;
		}
		if (i == closes)
			closes = kept;
		f->closing[kept++] = f->closing[i];
	}
	f->closings = kept;
	more = realloc(f->closing, (kept + n + 1) * sizeof *more);
	if (more == NULL)
		return -1;
	f->closing = more;
	if (f->closes != NULL)
		f->closes = &f->closing[closes];
	return 0;
}

static bool
forwarder_goes_on(const size_t *from, size_t n, size_t i)
{
	while (n-- > 0)
		if (from[n] == i)
			return true;
	return false;
}

/* --- the edit --- */

/* Puts the new list in place; 0, or -1 if memory ran out. */
static int
forwarder_replace(struct forwarder *f, const size_t *from, size_t was,
    int64_t now)
{
	struct forwarder_reason *reason = f->reason;
	struct forwards machine = f->machine;
	int made = forwarder_list(f);
	size_t i;

	if (made == 0) {
		f->machine = machine;
		forwards_edit(&f->machine, f->one, f->plan->forwards, from,
		    now);
	}
	for (i = 0; i < f->machine.n; i++) {
		if (from[i] < was)
			f->reason[i] = reason[from[i]];
		f->reason[i].added = from[i] >= was;
	}
	free(machine.one);
	free(reason);
	return made;
}

/* Ends a call for a forward: its result would belong to another list. */
static void
forwarder_no_call(struct forwarder *f, int64_t now)
{
	if (f->call.pid == 0 || f->reclaiming != RECLAIM_NOTHING ||
	    f->closes != NULL)
		return;
	mux_stop(&f->call);
	forwards_done(&f->machine, now, FORWARDS_UNKNOWN, 0);
}

int
forwarder_edit(struct forwarder *f, const struct plan *was, int64_t now)
{
	size_t *from = calloc(f->plan->forwards + 1, sizeof *from);
	size_t i, n = f->machine.n < was->forwards ? f->machine.n :
	    was->forwards;
	int made = -1;

	if (from == NULL || forwarder_closing_room(f, n) == -1)
		return free(from), forwarder_change(f, was), -1;
	if (!reload_forwards(was, f->plan, from)) {
		free(from);
		return 0;
	}
	forwarder_no_call(f, now);
	for (i = 0; i < n; i++)
		if (!forwarder_goes_on(from, f->plan->forwards, i))
			forwarder_remove(f, &was->forward[i], i, now);
	made = forwarder_replace(f, from, n, now);
	free(from);
	return made;
}

/* --- calls --- */

/* The first that is due; NULL: none. */
static struct forwarder_closing *
forwarder_close_due(const struct forwarder *f, int64_t now)
{
	size_t i;

	for (i = 0; i < f->closings; i++)
		if (now >= f->closing[i].due)
			return &f->closing[i];
	return NULL;
}

static void
forwarder_close_again(struct forwarder_closing *c, int64_t now, bool ours)
{
	c->due = ours ? now + AGAIN : SPAN_NEVER;
	if (!ours)
		c->is = FORWARDER_STAYS;
}

bool
forwarder_close_next(struct forwarder *f, int64_t now)
{
	struct forwarder_closing *c;

	if (f->call.pid != 0)
		return f->closes != NULL;
	while ((c = forwarder_close_due(f, now)) != NULL) {
		if (!forwarder_ours(f)) {
			forwarder_close_again(c, now, false);
		} else if (mux_forward(&f->call, f->ssh, f->control, "cancel",
		    c->forward.letter, c->forward.spec, now) == -1) {
			forwarder_close_again(c, now, true);
		} else {
			f->closes = c;
			return true;
		}
	}
	return false;
}

/* ssh leaves the socket file of a local forward that it closed. */
void
forwarder_close_done(struct forwarder *f, int64_t now, int status)
{
	struct forwarder_closing *c = f->closes;

	f->closes = NULL;
	if (status == -1) {
		forwarder_close_again(c, now, true);
		return;
	}
	c->due = SPAN_NEVER;
	c->is = status == 0 || !c->up ? FORWARDER_CLOSED : FORWARDER_STAYS;
	if (c->is == FORWARDER_CLOSED && c->forward.letter != 'R' &&
	    c->forward.path != NULL && (c->held || f->plan->unlinks))
		peer_remove_stale(c->forward.path);
}

bool
forwarder_edited(const struct forwarder *f, int64_t now)
{
	size_t i;

	for (i = 0; i < f->closings; i++)
		if (f->closing[i].is == FORWARDER_OPEN)
			return false;
	for (i = 0; i < f->machine.n; i++)
		if (f->reason[i].added &&
		    !forwards_decided(&f->machine, i, now))
			return false;
	return true;
}

bool
forwarder_edit_good(const struct forwarder *f)
{
	size_t i;

	for (i = 0; i < f->closings; i++)
		if (f->closing[i].is != FORWARDER_CLOSED)
			return false;
	for (i = 0; i < f->machine.n; i++)
		if (f->reason[i].added && (f->one[i].state != FORWARDS_UP ||
		    forwarder_partial(f, i) || forwarder_unheld(f, i) != NULL))
			return false;
	return true;
}
