/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <unistd.h>

#include "run/control.h"
#include "sys/peer.h"

void
control_open(struct control *c, int listener)
{
	int i;

	*c = (struct control){ .listener = listener };
	for (i = 0; i < CONTROL_MAX; i++)
		c->client[i].fd = -1;
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
		c->client[i].slot = c->client[i].fd == -1 ? -1 :
		    loop_watch(l, c->client[i].fd, POLLIN);
}

static void
control_drop(struct control *c, int i)
{
	close(c->client[i].fd);
	c->client[i].fd = -1;
	c->client[i].watches = false;
}

/* Who would leave for a new one: who does not watch, then the oldest. */
static bool
control_before(const struct control *c, int a, int b)
{
	if (c->client[a].watches != c->client[b].watches)
		return c->client[b].watches;
	return c->came - c->client[a].since > c->came - c->client[b].since;
}

/* A place for one more. */
static int
control_place(struct control *c)
{
	int i, worst = 0;

	for (i = 0; i < CONTROL_MAX && c->client[i].fd != -1; i++)
		if (control_before(c, i, worst))
			worst = i;
	if (i < CONTROL_MAX)
		return i;
	control_drop(c, worst);
	return worst;
}

static void
control_accept(struct control *c)
{
	pid_t pid;
	int i, fd = peer_accept(c->listener, &pid);

	if (fd == -1)
		return;
	i = control_place(c);
	c->client[i].fd = fd;
	c->client[i].since = c->came++;
	c->client[i].slot = -1;
}

static void
control_answer(struct control *c, int i,
    void (*status)(void *, struct control_status *), void *arg)
{
	struct control_status s;
	char packet[CONTROL_SIZE];

	status(arg, &s);
	if (peer_post(c->client[i].fd, packet, control_tell(&s, packet)) == -1)
		control_drop(c, i);
}

/* One request a turn: who asks without end does not keep us from the rest. */
static void
control_read(struct control *c, int i,
    void (*asked)(void *, enum control_request),
    void (*status)(void *, struct control_status *), void *arg)
{
	enum control_request r;
	char packet[CONTROL_SIZE];
	ssize_t n = peer_take(c->client[i].fd, packet, sizeof packet);

	if (n <= 0) {
		if (n == 0 || errno != EAGAIN)
			control_drop(c, i);
		return;
	}
	r = control_asked(packet, (size_t)n);
	if (r == CONTROL_WATCH)
		c->client[i].watches = true;
	asked(arg, r);
	if (c->client[i].fd != -1)
		control_answer(c, i, status, arg);
}

void
control_take(struct control *c, const struct loop *l,
    void (*asked)(void *, enum control_request),
    void (*status)(void *, struct control_status *), void *arg)
{
	int i;

	for (i = 0; i < CONTROL_MAX; i++)
		if (c->client[i].fd != -1 && c->client[i].slot != -1 &&
		    loop_ready(l, c->client[i].slot))
			control_read(c, i, asked, status, arg);
	if (loop_ready(l, c->slot))
		control_accept(c);
}

void
control_changed(struct control *c,
    void (*status)(void *, struct control_status *), void *arg)
{
	int i;

	for (i = 0; i < CONTROL_MAX; i++)
		if (c->client[i].fd != -1 && c->client[i].watches)
			control_answer(c, i, status, arg);
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
		if (c->client[i].fd != -1)
			control_drop(c, i);
	if (c->listener != -1)
		close(c->listener);
	c->listener = -1;
}
