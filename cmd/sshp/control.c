/* SPDX-License-Identifier: ISC */
#include <sys/resource.h>

#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "sshp/control.h"
#include "sys/peer.h"

static int
control_most(void)
{
	struct rlimit r;

	return control_limit(getrlimit(RLIMIT_NOFILE, &r) == -1 ||
	    r.rlim_cur > INT_MAX ? INT_MAX : (int)r.rlim_cur);
}

void
control_open(struct control *c, int listener)
{
	int i;

	*c = (struct control){ .listener = listener, .most = control_most() };
	for (i = 0; i < CONTROL_MAX; i++)
		c->fd[i] = -1;
}

void
control_move(struct control *c, int listener)
{
	if (c->listener != -1)
		close(c->listener);
	c->listener = listener;
}

void
control_watch(struct control *c, struct loop *l)
{
	int i;

	c->slot = loop_watch(l, c->listener, POLLIN);
	for (i = 0; i < CONTROL_MAX; i++)
		c->client_slot[i] = c->fd[i] == -1 ? -1 :
		    loop_watch(l, c->fd[i], POLLIN);
}

static void
control_drop(struct control *c, int i)
{
	close(c->fd[i]);
	c->fd[i] = -1;
	c->client[i] = (struct control_client){ .open = false };
}

/* Closes one client's connection; false if there is none. */
static bool
control_make_room(struct control *c)
{
	int i = control_evicted(c->client);

	if (i != -1)
		control_drop(c, i);
	return i != -1;
}

/* A free index for a new client; CONTROL_MAX: none is free. */
static int
control_place(const struct control *c)
{
	int i, n = 0, place = CONTROL_MAX;

	for (i = CONTROL_MAX - 1; i >= 0; i--) {
		n += c->fd[i] != -1;
		if (c->fd[i] == -1)
			place = i;
	}
	return n < c->most ? place : CONTROL_MAX;
}

/* True if another client may be waiting. */
static bool
control_accept(struct control *c)
{
	pid_t pid;
	int i, fd = peer_accept(c->listener, &pid);

	if (fd == -1 && (errno == EMFILE || errno == ENFILE))
		return control_make_room(c);
	if (fd == -1)
		return false;
	if ((i = control_place(c)) == CONTROL_MAX) {
		(void)control_make_room(c);
		i = control_place(c);
	}
	c->fd[i] = fd;
	c->client_slot[i] = -1;
	c->client[i] = (struct control_client){ .open = true, .pid = pid,
	    .since = c->came++ };
	return true;
}

static void
control_answer(struct control *c, int i,
    void (*status)(void *, struct control_status *), void *arg)
{
	struct control_status s;
	char packet[CONTROL_SIZE];

	status(arg, &s);
	s.follows = s.follows && c->client[i].path;
	if (peer_post(c->fd[i], packet, control_tell(&s, packet)) == -1)
		control_drop(c, i);
}

/* One request a turn, so that an endless writer cannot block the loop. */
static void
control_read(struct control *c, int i,
    void (*asked)(void *, enum control_request),
    void (*status)(void *, struct control_status *), void *arg)
{
	enum control_request r;
	char packet[CONTROL_SIZE];
	ssize_t n = peer_take(c->fd[i], packet, sizeof packet);

	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			control_drop(c, i);
		return;
	}
	r = control_asked(packet, (size_t)n);
	if (r == CONTROL_WATCH || r == CONTROL_RELOAD)
		c->client[i].watches = true;
	if (r == CONTROL_PATH)
		c->client[i].path = true;
	asked(arg, r);
	if (c->fd[i] != -1)
		control_answer(c, i, status, arg);
}

void
control_take(struct control *c, const struct loop *l,
    void (*asked)(void *, enum control_request),
    void (*status)(void *, struct control_status *), void *arg)
{
	int i, n = 0;

	for (i = 0; i < CONTROL_MAX; i++)
		if (c->fd[i] != -1 && c->client_slot[i] != -1 &&
		    loop_ready(l, c->client_slot[i]))
			control_read(c, i, asked, status, arg);
	if (!loop_ready(l, c->slot))
		return;
	/* Every client is read once before it may have to leave for others. */
	while (n < c->most / 2 && control_accept(c))
		n++;
}

void
control_changed(struct control *c,
    void (*status)(void *, struct control_status *), void *arg)
{
	int i;

	for (i = 0; i < CONTROL_MAX; i++)
		if (c->fd[i] != -1 && c->client[i].watches)
			control_answer(c, i, status, arg);
}

void
control_path(struct control *c, bool last,
    void (*status)(void *, struct control_status *), void *arg)
{
	int i;

	for (i = 0; i < CONTROL_MAX; i++) {
		if (c->fd[i] == -1 || !c->client[i].path)
			continue;
		c->client[i].path = !last;
		control_answer(c, i, status, arg);
	}
}

void
control_finish(struct control *c)
{
	control_move(c, -1);
	control_open(c, -1);
}

void
control_close(struct control *c)
{
	int i;

	for (i = 0; i < CONTROL_MAX; i++)
		if (c->fd[i] != -1)
			control_drop(c, i);
	if (c->listener != -1)
		close(c->listener);
	c->listener = -1;
}
