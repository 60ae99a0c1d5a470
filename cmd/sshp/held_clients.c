/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>
#include <sys/un.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/span.h"
#include "sshp/held_clients.h"
#include "supervise/forwards.h"
#include "sys/descriptors.h"
#include "sys/peer.h"
#include "sys/pollset.h"
#include "sys/proc_net.h"

enum {
	BUFFER = 64 * 1024,	/* one read, bytes */
	ACCEPTS = 64,		/* clients of a listener in one event */
	EVENTS = 64,		/* of the set, at a time */
	ROUNDS = 16,		/* of that, in a turn of the loop */
	SHORTAGE = 100,		/* wait after a lack of descriptors, ms */
	END_AGAIN = 100,	/* between connects to plan->hold_end, ms */
	LOOK = 20,		/* from a client's end of data to a look, ms */
	LOOK_APART = 200	/* between looks, ms */
};

/* Keys of the set: what an event is about. */
enum { KEY_LISTENER = HELD_KEY_LISTENER, KEY_END, KEY_CLIENT, KEY_SSH };

/* --- clients --- */

static void
held_watch_fd(struct held_clients *h, uint32_t i, unsigned events)
{
	struct held_client *c = &h->client[i];

	if (c->fd != -1 && pollset_watch(h->set, c->fd, c->fd_events, events,
	    held_key(KEY_CLIENT, i, c->use)) == 0)
		c->fd_events = events;
}

static void
held_watch_ssh(struct held_clients *h, uint32_t i, unsigned events)
{
	struct held_client *c = &h->client[i];

	if (c->ssh != -1 && pollset_watch(h->set, c->ssh, c->ssh_events,
	    events, held_key(KEY_SSH, i, c->use)) == 0)
		c->ssh_events = events;
}

/* Closes what client i has; its number is free. */
static void
held_close(struct held_clients *h, uint32_t i, bool reset)
{
	struct held_client *c = &h->client[i];

	h->quiet -= c->quiet;
	if (c->fd != -1 && reset)
		listener_reset(c->fd);
	else if (c->fd != -1)
		close(c->fd);
	if (c->ssh != -1)
		close(c->ssh);
	free(c->up.rest);
	free(c->down.rest);
	*c = (struct held_client){ .fd = -1, .ssh = -1, .use = c->use + 1 };
}

/* Client i is gone, or its connection has ended. */
static void
held_end(struct held_clients *h, uint32_t i, bool reset)
{
	held_close(h, i, reset);
	hold_ended(&h->machine, i);
}

/* What the set must watch for a client that is connected to ssh. */
static void
held_watch(struct held_clients *h, uint32_t i)
{
	const struct held_client *c = &h->client[i];
	const struct flow *up = &c->up.flow, *down = &c->down.flow;

	held_watch_fd(h, i, (flow_wants_read(up) ? POLLSET_IN : 0u) |
	    (flow_wants_write(down) ? POLLSET_OUT : 0u));
	/* LEFT: without other events, ssh may still close. */
	held_watch_ssh(h, i, flow_wants_write(up) ? POLLSET_OUT |
	    (flow_wants_read(down) ? POLLSET_IN : 0u) :
	    flow_wants_read(down) ? POLLSET_IN :
	    down->passed ? POLLSET_LEFT : 0u);
}

/* The system has no descriptor left: clients stay in the backlog. */
static void
held_shortage(struct held_clients *h, int error, int64_t now)
{
	char text[160];

	h->paused = now + SHORTAGE;
	if (h->short_told)
		return;
	h->short_told = true;
	snprintf(text, sizeof text, "PersistHold: cannot accept a client: %s; "
	    "clients wait until others have ended", strerror(error));
	h->say(h->arg, text);
}

static void
held_accept(struct held_clients *h, uint32_t f, uint32_t n, int64_t now)
{
	struct held_listener *l = &h->listener[f];
	int i, fd = 0;
	uint32_t c;

	for (i = 0; i < ACCEPTS && hold_room(&h->machine); i++) {
		fd = listener_accept(l->socket.fd[n], l->where.path == NULL);
		if (fd == -1)
			break;
		c = hold_accepted(&h->machine, f, now);
		h->client[c].fd = fd;
		held_watch_fd(h, c, POLLSET_LEFT);
	}
	if (fd == -1 && errno != EAGAIN && errno != ECONNABORTED &&
	    errno != EINTR)
		held_shortage(h, errno, now);
}

/* --- the connection to ssh --- */

/* Connects to a socket of ssh's, without waiting; fd, or -1 and errno. */
static int
held_connect(const char *path)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = descriptors_socket(AF_UNIX, SOCK_STREAM), error;

	if (fd == -1)
		return -1;
	snprintf(un.sun_path, sizeof un.sun_path, "%s", path);
	if (connect(fd, (struct sockaddr *)&un, sizeof un) == 0)
		return fd;
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Connects to plan->hold_end before the first client of this ssh. */
static bool
held_end_there(struct held_clients *h, int64_t now)
{
	if (h->end != -1)
		return true;
	if (now < h->end_due)
		return false;
	h->end = held_connect(h->plan->hold_end.socket);
	if (h->end != -1 && pollset_watch(h->set, h->end, 0, POLLSET_IN,
	    held_key(KEY_END, 0, 0)) == 0)
		return true;
	if (h->end != -1)
		close(h->end);
	h->end = -1;
	h->end_due = now + END_AGAIN;
	return false;
}

/* True if ssh goes on: what it closes it has closed on purpose. */
static bool
held_ssh_lives(const struct held_clients *h)
{
	struct pollfd end = { .fd = h->end, .events = POLLIN };

	return h->pid > 0 && h->end != -1 && poll(&end, 1, 0) == 0 &&
	    !peer_exiting(h->pid);
}

static void
held_pass(struct held_clients *h, uint32_t i, int64_t now)
{
	struct held_client *c = &h->client[i];
	size_t f = h->listener[h->state[i].forward].i;

	if (!held_end_there(h, now)) {
		hold_busy(&h->machine, i, h->end_due);
		return;
	}
	if ((c->ssh = held_connect(h->plan->forward[f].socket)) == -1) {
		hold_busy(&h->machine, i, now);
		return;
	}
	h->quiet -= c->quiet;
	c->quiet = false;
	hold_passed(&h->machine, i, now);
	held_watch(h, i);
}

/* --- bytes --- */

/* Keeps what out did not take; false without memory. */
static bool
held_keep(struct held_way *w, const char *from, size_t n)
{
	if ((w->rest = malloc(n)) == NULL)
		return false;
	memcpy(w->rest, from, n);
	w->at = 0;
	return true;
}

/* Writes n bytes; how many, or -1 if out has failed. */
static ssize_t
held_write(struct held_way *w, int out, const char *from, size_t n)
{
	ssize_t done = send(out, from, n, MSG_NOSIGNAL);

	if (done == -1 && errno != EAGAIN && errno != EINTR) {
		flow_broke(&w->flow);
		return -1;
	}
	done = done == -1 ? 0 : done;
	flow_wrote(&w->flow, (size_t)done);
	return done;
}

static void
held_drain(struct held_way *w, int out)
{
	ssize_t n = held_write(w, out, w->rest + w->at, w->flow.held);

	w->at += n > 0 ? (size_t)n : 0;
	if (w->flow.held > 0)
		return;
	free(w->rest);
	w->rest = NULL;
}

/* Reads once and writes that; false if the client must be reset. */
static bool
held_fill(struct held_clients *h, struct held_way *w, int in, int out)
{
	ssize_t n = descriptors_read(in, h->buffer, BUFFER), done;

	if (n == -1)
		return errno == EAGAIN;
	flow_read(&w->flow, (size_t)n);
	if (n == 0)
		return true;
	done = held_write(w, out, h->buffer, (size_t)n);
	return done == -1 || done == n ||
	    held_keep(w, h->buffer + done, (size_t)(n - done));
}

/* Moves bytes one way, once; false if the client must be reset. */
static bool
held_move(struct held_clients *h, struct held_way *w, int in, int out)
{
	if (flow_wants_write(&w->flow))
		held_drain(w, out);
	else if (flow_wants_read(&w->flow) && !held_fill(h, w, in, out))
		return false;
	return true;
}

/* Passes the end of the bytes on. */
static void
held_finish(struct held_way *w, int out)
{
	if (!flow_wants_end(&w->flow))
		return;
	(void)shutdown(out, SHUT_WR);
	flow_passed(&w->flow);
}

/*
 * The end of ssh's bytes is the end of the transfer only if ssh goes on.  True
 * if client i is still there.
 */
static bool
held_down_ended(struct held_clients *h, uint32_t i)
{
	struct held_client *c = &h->client[i];

	if (!c->down.flow.ended || c->down.flow.passed || c->down.flow.broken)
		return true;
	if (held_ssh_lives(h)) {
		held_finish(&c->down, c->fd);
		return true;
	}
	held_clients_lost(h);
	return false;
}

static void
held_event_client(struct held_clients *h, uint32_t i, unsigned events,
    bool from_ssh)
{
	struct held_client *c = &h->client[i];
	bool sound = true;

	if (from_ssh ? events & (POLLSET_IN | POLLSET_GONE) :
	    events & POLLSET_OUT)
		sound = held_move(h, &c->down, c->ssh, c->fd);
	if (sound && (from_ssh ? events & POLLSET_OUT :
	    events & (POLLSET_IN | POLLSET_GONE)))
		sound = held_move(h, &c->up, c->fd, c->ssh);
	if (!sound) {
		held_end(h, i, true);
		return;
	}
	held_finish(&c->up, c->ssh);
	if (!held_down_ended(h, i))
		return;
	/* ssh has closed: it takes nothing more. */
	if (from_ssh && (events & POLLSET_GONE) && c->down.flow.passed)
		flow_broke(&c->up.flow);
	if (flow_over(&c->down.flow) && flow_over(&c->up.flow))
		held_end(h, i, c->down.flow.broken);
	else if (c->down.flow.broken)
		held_end(h, i, true);
	else
		held_watch(h, i);
}

/* --- clients that leave while they wait --- */

static void
held_event_waiting(struct held_clients *h, uint32_t i, unsigned events,
    int64_t now)
{
	struct held_client *c = &h->client[i];
	size_t f = h->state[i].forward;

	if (events & POLLSET_GONE) {
		held_end(h, i, true);
	} else if ((events & POLLSET_LEFT) && !c->quiet &&
	    h->listener[f].where.path == NULL) {
		c->quiet = true;
		h->quiet++;
		if (h->look == SPAN_NEVER)
			h->look = now + LOOK > h->look_next ? now + LOOK :
			    h->look_next;
	}
}

/* Drops the clients that have closed; a half-closed client waits on. */
static void
held_look(struct held_clients *h, int64_t now)
{
	struct proc_net_client *list = calloc(h->quiet + 1, sizeof *list);
	uint32_t *number = calloc(h->quiet + 1, sizeof *number), i;
	size_t n = 0, k;

	h->look = SPAN_NEVER;
	h->look_next = now + LOOK_APART;
	for (i = 0; i < h->machine.room && list != NULL && number != NULL;
	    i++)
		if (h->client[i].quiet && h->client[i].ssh == -1) {
			list[n].fd = h->client[i].fd;
			number[n++] = i;
			h->client[i].quiet = false;
		}
	h->quiet = 0;
	proc_net_clients(list, n);
	for (k = 0; k < n; k++)
		if (!list[k].open)
			held_end(h, number[k], true);
	free(list);
	free(number);
}

/* --- events and orders --- */

static void
held_event(struct held_clients *h, const struct pollset_event *e, int64_t now)
{
	uint32_t i = (uint32_t)e->key >> 2, use = (uint32_t)(e->key >> 32);

	switch (e->key & 3) {
	case KEY_LISTENER:
		held_accept(h, i, use, now);
		return;
	case KEY_END:
		held_clients_lost(h);
		h->end_due = now + 10 * END_AGAIN;
		return;
	}
	/* An earlier event of this turn may have ended the client. */
	if (h->client[i].use != use)
		return;
	if (h->client[i].ssh == -1)
		held_event_waiting(h, i, e->events, now);
	else
		held_event_client(h, i, e->events, (e->key & 3) == KEY_SSH);
}

static void
held_orders(struct held_clients *h, int64_t now)
{
	struct hold_order o;

	while ((o = hold_next(&h->machine, now)).what != HOLD_NOTHING)
		if (o.what == HOLD_RESET)
			held_close(h, o.i, true);
		else
			held_pass(h, o.i, now);
}

static void
held_events(struct held_clients *h, int64_t now)
{
	struct pollset_event e[EVENTS];
	size_t i, n = EVENTS;
	int round;

	for (round = 0; round < ROUNDS && n > 0; round++) {
		n = pollset_take(h->set, e, EVENTS);
		for (i = 0; i < n; i++)
			held_event(h, &e[i], now);
		if (h->machine.timer <= now)
			held_orders(h, now);
	}
}

/* --- the module --- */

static int
held_allocate(struct held_clients *h)
{
	long ssh = descriptors_limit();
	struct hold_limits limits =
	    hold_limits(descriptors_raise(HOLD_DESCRIPTORS), ssh);
	size_t i, room = (size_t)(limits.held + limits.connected);

	h->state = calloc(room, sizeof *h->state);
	h->client = calloc(room, sizeof *h->client);
	h->buffer = malloc(BUFFER);
	if (h->state == NULL || h->client == NULL || h->buffer == NULL)
		return -1;
	for (i = 0; i < room; i++)
		h->client[i].fd = h->client[i].ssh = -1;
	hold_start(&h->machine, h->state, NULL, 0, limits, h->plan->hold);
	return 0;
}

int
held_clients_open(struct held_clients *h, const struct plan *plan,
    void (*say)(void *, const char *), void *arg)
{
	*h = (struct held_clients){ .plan = plan, .set = -1, .end = -1,
	    .look = SPAN_NEVER, .say = say, .arg = arg };
	if (plan->hold == 0)
		return 0;
	if ((h->set = pollset_open()) == -1 || held_allocate(h) == -1)
		return -1;
	return held_listeners_edit(h, false, 0);
}

int
held_clients_change(struct held_clients *h, bool runs, int64_t now)
{
	const struct plan *p = h->plan;

	if (p->hold == 0) {
		held_clients_close(h);
		return 0;
	}
	if (h->set == -1)
		return held_clients_open(h, p, h->say, h->arg);
	hold_span(&h->machine, p->hold);
	return held_listeners_edit(h, runs, now);
}

/*
 * Without a snapshot ssh opens the user's forwards itself, because it reads the
 * user's files.
 */
int
held_clients_begin(struct held_clients *h, int64_t now)
{
	const struct plan *p = h->plan;
	size_t i;

	held_clients_lost(h);
	if (held_clients_change(h, false, now) == -1)
		return -1;
	if (p->hold == 0)
		return 0;
	for (i = 0; i < p->forwards; i++)
		if (p->forward[i].socket != NULL)
			(void)unlink(p->forward[i].socket);
	(void)unlink(p->hold_end.socket);
	return 0;
}

void
held_clients_watch(struct held_clients *h, struct loop *l)
{
	h->slot = loop_watch(l, h->set, POLLIN);
	if (h->set == -1)
		return;
	loop_lower(l, h->machine.timer);
	loop_lower(l, h->look);
	if (!h->accepts && h->paused > l->now)
		loop_lower(l, h->paused);
	loop_lower(l, held_listeners_due(h));
}

void
held_clients_up(struct held_clients *h, size_t i, bool up, pid_t pid)
{
	size_t k;

	if (pid != h->pid) {
		held_clients_lost(h);
		h->pid = pid;
		h->end_due = 0;
	}
	up = up && h->plan->hold > 0;
	for (k = 0; k < h->listeners; k++)
		if (h->listener[k].i == i &&
		    h->machine.forward[k].up != up)
			hold_up(&h->machine, k, up);
}

void
held_clients_turn(struct held_clients *h, const struct loop *l)
{
	if (h->set == -1)
		return;
	held_listeners_retry(h, l->now);
	if (loop_ready(l, h->slot))
		held_events(h, l->now);
	if (l->now >= h->look)
		held_look(h, l->now);
	if (l->now >= h->machine.timer)
		held_orders(h, l->now);
	h->accepts = hold_room(&h->machine) && l->now >= h->paused;
	held_listeners_accept(h, h->accepts);
}

void
held_clients_lost(struct held_clients *h)
{
	struct hold_order o;

	if (h->end != -1)
		close(h->end);
	h->end = -1;
	hold_lost(&h->machine);
	while (h->machine.resets) {
		o = hold_next(&h->machine, 0);
		held_close(h, o.i, true);
	}
}

void
held_clients_close(struct held_clients *h)
{
	size_t i;

	if (h->set == -1)
		return;
	held_listeners_close(h);
	held_clients_lost(h);
	for (i = 0; h->client != NULL && i < h->machine.room; i++)
		if (h->client[i].fd != -1)
			held_close(h, (uint32_t)i, true);
	close(h->set);
	free(h->listener);
	free(h->forward);
	free(h->state);
	free(h->client);
	free(h->buffer);
	*h = (struct held_clients){ .plan = h->plan, .set = -1, .end = -1,
	    .look = SPAN_NEVER, .say = h->say, .arg = h->arg };
}
