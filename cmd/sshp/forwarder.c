/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "base/span.h"
#include "sshp/forwarder.h"
#include "sys/atomic_file.h"
#include "sys/peer.h"
#include "sys/proc_net.h"

void
forwarder_forget(struct forwarder *f)
{
	f->reclaim = (struct reclaim){ .wanted = f->reclaim.wanted };
	if (f->holder_dir != NULL && *f->holder_dir != -1)
		(void)atomic_file_write(*f->holder_dir, f->holder_file, "", 0);
}

void
forwarder_remember(struct forwarder *f, const int *dir, const char *id)
{
	char text[RECLAIM_SCRIPT];

	if (!f->reclaim.wanted || *dir == -1)
		return;
	f->holder_dir = dir;
	snprintf(f->holder_file, sizeof f->holder_file, "%s.holder", id);
	atomic_file_read(*dir, f->holder_file, text, sizeof text);
	reclaim_recall(&f->reclaim, text);
}

/* "ControlPath=..." for ssh; NULL: there is no socket, or no memory. */
static char *
forwarder_control(const char *path)
{
	char *quoted = path == NULL ? NULL : quote_value(path), *option;
	size_t size;

	if (quoted == NULL)
		return NULL;
	size = strlen(quoted) + sizeof "ControlPath=";
	if ((option = malloc(size)) != NULL)
		snprintf(option, size, "ControlPath=%s", quoted);
	free(quoted);
	return option;
}

/*
 * A killed ssh leaves the sockets of its local forwards.  sshp unlinks them
 * itself, because ssh's StreamLocalBindUnlink would remove a user's file, too.
 */
static void
forwarder_unlink(const struct forwarder *f, size_t i)
{
	const struct plan_forward *p = &f->plan->forward[i];

	if (p->socket != NULL)
		peer_remove_stale(p->socket);
	else if (f->plan->unlinks && p->path != NULL && !f->one[i].remote)
		peer_remove_stale(p->path);
}

void
forwarder_begin(struct forwarder *f, const char *control)
{
	size_t i;

	for (i = 0; i < f->machine.n; i++)
		forwarder_unlink(f, i);
	free(f->control);
	f->control = forwarder_control(control);
	f->path = control;
	f->all = f->plan->all;
	f->exits = f->plan->exits;
	f->wants_device = f->plan->device;
	f->reported = f->device = f->unanswered = false;
	f->look = f->answer = SPAN_NEVER;
	f->reclaimed = 0;
	memset(f->reason, 0, f->machine.n * sizeof *f->reason);
	forwards_begin(&f->machine, f->control != NULL);
}

/* --- local forwards: do they listen? --- */

static bool
forwarder_listens(const struct forwarder *f, size_t i)
{
	const struct plan_forward *p = &f->plan->forward[i];
	const char *path = f->one[i].alias && p->alias_path != NULL ?
	    p->alias_path : p->socket != NULL ? p->socket : p->path;
	int r = proc_net(f->child, p->host, p->port, path);

	return r == -1 ? !f->reason[i].refused : r != 0;
}

/* Looks again at local forwards that may still begin to listen. */
static void
forwarder_locals(struct forwarder *f, int64_t now)
{
	enum { LOOK = 100 };	/* ms */
	size_t i;
	bool up;

	f->look = SPAN_NEVER;
	for (i = 0; i < f->machine.n; i++) {
		if (f->one[i].remote || f->one[i].state != FORWARDS_ASKED)
			continue;
		up = forwarder_listens(f, i);
		if (up || now >= f->listen)
			forwards_look(&f->machine, i, now, up);
		else
			f->look = now + LOOK;
	}
}

/*
 * ssh creates its control socket after it listens for the local forwards.
 * Without a socket sshp knows of the login earlier.
 */
void
forwarder_login(struct forwarder *f, int64_t now, pid_t pid)
{
	enum { LISTENS = 5000 }; /* ms */

	f->child = pid;
	forwards_login(&f->machine, now, f->plan->words);
	f->listen = f->control != NULL ? now : now + LISTENS;
	forwarder_locals(f, now);
	if (!f->wants_device || f->device)
		return;
	f->answer = now + (f->plan->words ? FORWARDS_ANSWERED :
	    FORWARDS_ASSUMED);
}

/* --- forwards that listen on some of their addresses --- */

/* Looks from time to time: no event reports that the address is free. */
static void
forwarder_complete(struct forwarder *f, size_t i, int64_t now)
{
	struct forwarder_reason *r = &f->reason[i];

	if (r->since == 0)
		r->since = now;
	if (now < r->due)
		return;
	if (proc_net_free(r->address, f->plan->forward[i].port))
		forwards_renew(&f->machine, i, now);
	r->due = now + forwards_pace(now - r->since);
}

static int64_t
forwarder_partials(struct forwarder *f, int64_t now)
{
	int64_t due = SPAN_NEVER;
	size_t i;

	for (i = 0; i < f->machine.n; i++) {
		if (f->control == NULL || !forwarder_partial(f, i))
			continue;
		forwarder_complete(f, i, now);
		if (f->reason[i].due < due)
			due = f->reason[i].due;
	}
	return due;
}

/* --- messages --- */

/* With ExitOnForwardFailure yes: reports why ssh logged in but is not up. */
static void
forwarder_report(struct forwarder *f)
{
	char news[FORWARDS_TEXT_TEXT], text[FORWARDS_TEXT_TEXT + 40];

	if (f->reported || !f->all || !f->machine.live ||
	    !forwards_settled(&f->machine) || forwarder_ready(f))
		return;
	f->reported = true;
	snprintf(text, sizeof text, "logged in, but not up%s",
	    forwards_text_up(f, true, news));
	f->say(f->arg, text);
}

/* --- calls --- */

/* Starts the next reclaim call that is due; true while a call runs. */
static bool
forwarder_reclaim(struct forwarder *f, int64_t now)
{
	char script[RECLAIM_SCRIPT];

	if (f->call.pid != 0)
		return f->reclaiming != RECLAIM_NOTHING;
	if (f->control == NULL || !f->machine.live ||
	    !forwards_settled(&f->machine))
		return false;
	f->reclaiming = reclaim_next(&f->reclaim,
	    forwarder_remote(f, FORWARDS_REFUSED));
	if (f->reclaiming != RECLAIM_NOTHING && !forwarder_ours(f))
		f->reclaiming = RECLAIM_NOTHING;
	if (f->reclaiming == RECLAIM_NOTHING)
		return false;
	reclaim_script(&f->reclaim, f->reclaiming, script);
	if (mux_command(&f->call, f->ssh, f->control, script, now) == -1)
		f->reclaiming = RECLAIM_NOTHING;
	return f->reclaiming != RECLAIM_NOTHING;
}

static void
forwarder_order(struct forwarder *f, int64_t now, struct forwards_order o)
{
	const struct plan_forward *p = &f->plan->forward[o.i];
	const char *verb = o.what == FORWARDS_CANCEL ? "cancel" : "forward";
	bool alias = f->one[o.i].alias && p->alias != NULL;
	char text[FORWARDS_TEXT_TEXT];

	if (o.what == FORWARDS_TELL) {
		f->say(f->arg, forwards_text_late(f, o.i, now, text));
		return;
	}
	if (!forwarder_ours(f)) {
		forwards_done(&f->machine, now, FORWARDS_UNKNOWN, 0);
		return;
	}
	if (o.what == FORWARDS_FORWARD)
		forwarder_unlink(f, o.i);
	f->reason[o.i].refused = false;
	f->reason[o.i].address[0] = f->reason[o.i].why[0] = '\0';
	if (mux_forward(&f->call, f->ssh, f->control, verb, p->letter,
	    alias ? p->alias : p->spec, now) == -1)
		forwards_done(&f->machine, now, FORWARDS_UNKNOWN, 0);
}

static void
forwarder_answer(struct forwarder *f, int64_t now, int status,
    const char *text)
{
	enum forwards_result r = status == -1 ? FORWARDS_UNKNOWN :
	    status == 0 ? FORWARDS_DONE : FORWARDS_DENIED;
	size_t i = f->machine.calling;

	/*
	 * ssh grants a forward that is in its list already, even if the forward
	 * does not listen.
	 */
	if (i < f->machine.n && r == FORWARDS_DONE && !f->one[i].remote &&
	    f->one[i].state == FORWARDS_ASKING && !forwarder_listens(f, i))
		r = FORWARDS_NOT_LISTENING;
	forwards_done(&f->machine, now, r, atoi(text));
}

static void
forwarder_reclaimed(struct forwarder *f, int64_t now, int status,
    const char *text)
{
	enum reclaim_what what = f->reclaiming;
	char note[RECLAIM_SCRIPT];

	f->reclaiming = RECLAIM_NOTHING;
	f->reclaimed += reclaim_answer(&f->reclaim, what, status, text);
	if (f->reclaim.unable)
		f->say(f->arg, "PersistReclaim: this account cannot run "
		    "commands on the server; sshp retries a held port until "
		    "it is free");
	if (what == RECLAIM_END)
		forwards_retry_now(&f->machine, now);
	if (f->holder_dir == NULL || *f->holder_dir == -1)
		return;
	reclaim_note(&f->reclaim, note);
	(void)atomic_file_write(*f->holder_dir, f->holder_file, note,
	    strlen(note));
}

void
forwarder_reap(struct forwarder *f, int64_t now)
{
	char text[4096];
	int status;

	if (!mux_ended(&f->call, now, &status, text, sizeof text))
		return;
	if (f->reclaiming != RECLAIM_NOTHING)
		forwarder_reclaimed(f, now, status, text);
	else if (f->closes != NULL)
		forwarder_close_done(f, now, status);
	else
		forwarder_answer(f, now, status, text);
}

/* No answer for -w: an ssh before 8.5 would have ended if it was refused. */
static void
forwarder_device(struct forwarder *f)
{
	f->answer = SPAN_NEVER;
	f->device = f->device || !f->plan->words;
	f->unanswered = !f->device;
}

void
forwarder_turn(struct forwarder *f, int64_t now)
{
	struct forwards_order o;

	if (now >= f->call.due)
		forwarder_reap(f, now);
	if (now >= f->look)
		forwarder_locals(f, now);
	if (now >= f->answer)
		forwarder_device(f);
	forwarder_report(f);
	f->partial_due = forwarder_partials(f, now);
	while (!forwarder_reclaim(f, now) && !forwarder_close_next(f, now)) {
		o = forwards_next(&f->machine, now);
		if (o.what == FORWARDS_NOTHING)
			break;
		forwarder_order(f, now, o);
	}
}

void
forwarder_lower(const struct forwarder *f, struct loop *l)
{
	size_t i;

	loop_lower(l, f->partial_due);
	loop_lower(l, f->look);
	loop_lower(l, f->answer);
	loop_lower(l, f->call.due);
	for (i = 0; i < f->closings && f->call.pid == 0; i++)
		loop_lower(l, f->closing[i].due);
	if (f->reclaiming == RECLAIM_NOTHING)
		loop_lower(l, f->machine.timer);
}

void
forwarder_close(struct forwarder *f)
{
	mux_stop(&f->call);
	forwarder_close_none(f);
	free(f->closing);
	free(f->control);
	free(f->one);
	free(f->reason);
}
