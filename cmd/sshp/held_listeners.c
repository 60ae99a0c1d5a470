/* SPDX-License-Identifier: ISC */
/* PersistHold: listens where ssh would, and follows edits of the forwards. */
#include <sys/socket.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "plan/reload.h"
#include "sshp/held_clients.h"
#include "supervise/forwards.h"
#include "sys/pollset.h"

/* True if another process has one of its addresses. */
static bool
held_listener_lacks(const struct held_listener *l)
{
	return l->socket.lacks[0] || l->socket.lacks[1];
}

static bool
held_listener_listens(const struct held_listener *l)
{
	return l->socket.fd[0] != -1 || l->socket.fd[1] != -1;
}

static void
held_listener_try(struct held_listener *l, int64_t now)
{
	(void)listener_open(&l->socket, &l->where);
	if (held_listener_listens(l) && !held_listener_lacks(l)) {
		l->due = SPAN_NEVER;
		return;
	}
	if (l->since == 0)
		l->since = now;
	l->due = now + forwards_pace(now - l->since);
}

/* Tells the user once that a listener failed, and when it listens at last. */
static void
held_listener_tell(struct held_clients *h, struct held_listener *l,
    int64_t now)
{
	char text[300], span[SPAN_TEXT];
	bool fails = l->due != SPAN_NEVER;

	if (fails == l->told)
		return;
	l->told = fails;
	if (!fails)
		snprintf(text, sizeof text, "%s listens after %s", l->name,
		    span_text(now - l->since, span));
	else if (held_listener_listens(l))
		snprintf(text, sizeof text, "%s listens, but not on %s: %s",
		    l->name, l->socket.failed, strerror(l->socket.error));
	else
		snprintf(text, sizeof text, "%s cannot listen: %s, retrying",
		    l->name, strerror(l->socket.error));
	if (!fails)
		l->since = 0;
	h->say(h->arg, text);
}

void
held_listeners_retry(struct held_clients *h, int64_t now)
{
	struct held_listener *l;

	for (l = h->listener; l != h->listener + h->listeners; l++) {
		if (l->i == HELD_GONE)
			continue;
		if (now >= l->due)
			held_listener_try(l, now);
		held_listener_tell(h, l, now);
	}
}

int64_t
held_listeners_due(const struct held_clients *h)
{
	int64_t due = SPAN_NEVER;
	size_t k;

	for (k = 0; k < h->listeners; k++)
		if (h->listener[k].due < due)
			due = h->listener[k].due;
	return due;
}

void
held_listeners_accept(struct held_clients *h, bool accepts)
{
	unsigned events = accepts ? POLLSET_IN : 0;
	struct held_listener *l;
	size_t i;
	int n;

	for (i = 0; i < h->listeners; i++)
		for (n = 0; n < LISTENER_MOST; n++) {
			l = &h->listener[i];
			if (l->socket.fd[n] == -1 || l->watched[n] == events ||
			    pollset_watch(h->set, l->socket.fd[n],
			    l->watched[n], events, held_key(HELD_KEY_LISTENER,
			    (uint32_t)i, (uint32_t)n)) == -1)
				continue;
			l->watched[n] = events;
		}
}

const char *
held_clients_refused(const struct held_clients *h, size_t i)
{
	const struct held_listener *l;

	for (l = h->listener; l != h->listener + h->listeners; l++)
		if (l->i == i && !held_listener_listens(l))
			return strerror(l->socket.error);
	return NULL;
}

void
held_clients_status(const struct held_clients *h, struct control_status *out)
{
	struct control_clients c;
	const struct hold_forward *f;
	size_t k;

	out->held = h->machine.held;
	out->connected = h->machine.connected;
	for (k = 0; k < h->listeners; k++) {
		f = &h->forward[k];
		if (h->listener[k].i == HELD_GONE && f->connected == 0)
			continue;
		c = (struct control_clients){ .held = f->held,
		    .connected = f->connected, .accepted = f->clients,
		    .reset = f->expired + f->lost };
		snprintf(c.forward, sizeof c.forward, "%s",
		    h->listener[k].name);
		control_clients_add(out->clients, sizeof out->clients, &c);
	}
}

/* --- edits --- */

static struct listener_where
held_where(const struct plan *p, const struct plan_forward *f)
{
	return (struct listener_where){
		.host = f->host, .port = f->port, .path = f->path,
		.gateway = p->gateway, .mask = (mode_t)p->mask,
		.unlinks = p->replaces, .stale = p->unlinks,
		.family = p->family == 4 ? AF_INET :
		    p->family == 6 ? AF_INET6 : AF_UNSPEC,
	};
}

static bool
held_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* True if a listener at a is what b wants. */
static bool
held_same_where(const struct listener_where *a, const struct listener_where *b)
{
	if (!held_same_text(a->path, b->path))
		return false;
	if (a->path != NULL)
		return a->mask == b->mask;
	return held_same_text(a->host, b->host) && a->port == b->port &&
	    a->family == b->family &&
	    (a->host != NULL || a->gateway == b->gateway);
}

/* Gives a listener of the plan before to forward i; NULL: there is none. */
static struct held_listener *
held_listener_keep(struct held_clients *h, size_t i)
{
	const struct plan_forward *f = &h->plan->forward[i];
	struct listener_where w = held_where(h->plan, f);
	struct held_listener *l;

	for (l = h->listener; l != h->listener + h->listeners; l++) {
		if (l->i == HELD_GONE || l->kept || l->letter != f->letter ||
		    !held_same_where(&l->where, &w))
			continue;
		l->where.unlinks = w.unlinks;
		l->where.stale = w.stale;
		l->kept = true;
		l->i = i;
		return l;
	}
	return NULL;
}

static void
held_listener_close(struct held_listener *l)
{
	listener_close(&l->socket, &l->where);
	l->watched[0] = l->watched[1] = 0;
	l->due = SPAN_NEVER;
	l->i = HELD_GONE;
}

/* Closes the listeners that no forward of the plan has. */
static void
held_listeners_drop(struct held_clients *h)
{
	struct held_listener *l;
	size_t k, i;

	for (k = 0; k < h->listeners; k++)
		h->listener[k].kept = false;
	for (i = 0; i < h->plan->forwards; i++)
		if (h->plan->forward[i].socket != NULL)
			(void)held_listener_keep(h, i);
	for (k = 0; k < h->listeners; k++) {
		l = &h->listener[k];
		if (l->i == HELD_GONE || l->kept)
			continue;
		held_listener_close(l);
		hold_removed(&h->machine, k);
	}
}

/* A free element of h->listener and of h->forward; NULL: no memory. */
static struct held_listener *
held_listener_new(struct held_clients *h)
{
	struct held_listener *l;
	struct hold_forward *f;
	size_t k;

	for (k = 0; k < h->listeners; k++)
		if (h->listener[k].i == HELD_GONE && h->forward[k].held == 0 &&
		    h->forward[k].connected == 0) {
			words_free(&h->listener[k].text);
			hold_renew(&h->machine, k);
			return &h->listener[k];
		}
	if ((l = realloc(h->listener, (k + 1) * sizeof *l)) == NULL)
		return NULL;
	h->listener = l;
	if ((f = realloc(h->forward, (k + 1) * sizeof *f)) == NULL)
		return NULL;
	h->forward = f;
	hold_move(&h->machine, f, k + 1);
	l[k] = (struct held_listener){ .i = HELD_GONE, .due = SPAN_NEVER,
	    .socket.fd = { -1, -1 } };
	h->listeners++;
	return &l[k];
}

static const char *
held_copy(struct words *w, const char *text)
{
	return text == NULL ? NULL : words_add(w, "%s", text);
}

/* Listens for forward i of the plan; 0, or -1 if memory ran out. */
static int
held_listener_add(struct held_clients *h, size_t i, int64_t now)
{
	const struct plan_forward *f = &h->plan->forward[i];
	struct held_listener *l = held_listener_new(h);
	struct words text = { 0 };

	if (l == NULL)
		return -1;
	*l = (struct held_listener){
		.socket = { .fd = { -1, -1 } }, .due = SPAN_NEVER, .i = i,
		.letter = f->letter, .where = held_where(h->plan, f),
	};
	l->where.host = held_copy(&text, f->host);
	l->where.path = held_copy(&text, f->path);
	l->name = held_copy(&text, f->name);
	l->text = text;
	if (text.failed) {
		l->i = HELD_GONE;
		return -1;
	}
	held_listener_try(l, now);
	return 0;
}

static bool
held_listener_is(const struct held_clients *h, size_t i)
{
	size_t k;

	for (k = 0; k < h->listeners; k++)
		if (h->listener[k].i == i)
			return true;
	return false;
}

int
held_listeners_edit(struct held_clients *h, bool runs, int64_t now)
{
	const struct plan *p = h->plan;
	size_t i;

	held_listeners_drop(h);
	for (i = 0; i < p->forwards; i++)
		if (p->forward[i].socket != NULL && !held_listener_is(h, i) &&
		    !(runs && reload_only_at_start(&p->forward[i])) &&
		    held_listener_add(h, i, now) == -1) {
			errno = ENOMEM;
			return -1;
		}
	return 0;
}

void
held_listeners_close(struct held_clients *h)
{
	size_t k;

	for (k = 0; k < h->listeners; k++) {
		held_listener_close(&h->listener[k]);
		words_free(&h->listener[k].text);
	}
}
