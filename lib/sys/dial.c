/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <stdbool.h>
#include <unistd.h>

#include "base/span.h"
#include "sys/descriptors.h"
#include "sys/dial.h"
#include "sys/tcp.h"

void
dial_open(struct dial *d, const struct address *addr, size_t n,
    const struct source_address *sender, int64_t delay, int64_t now)
{
	size_t i;

	*d = (struct dial){
		.addr = addr, .n = n, .sender = sender, .delay = delay,
		.due = now,
	};
	for (i = 0; i < RESOLVE_MAX; i++)
		d->fd[i] = -1;
}

void
dial_watch(struct dial *d, struct loop *l)
{
	size_t i;

	for (i = 0; i < d->next; i++)
		d->slot[i] = loop_watch(l, d->fd[i], POLLOUT);
	if (d->next < d->n)
		loop_lower(l, d->due);
}

static void
dial_failed(struct dial *d, size_t i, int error, int64_t now)
{
	if (d->fd[i] != -1)
		close(d->fd[i]);
	d->fd[i] = -1;
	if (d->error != ECONNREFUSED)
		d->error = error;
	d->due = now;
}

/* Returns the socket of attempt i, which is connected, and closes the rest. */
static int
dial_won(struct dial *d, size_t i)
{
	int fd = d->fd[i];

	d->won = i;
	d->fd[i] = -1;
	dial_close(d);
	return fd;
}

enum { SYN_APART = 2000 };	/* ms; the kernel would wait 4 s, then 8 s */

/* Makes a socket to connect with; or -1 and errno. */
static int
dial_socket(struct dial *d, int family)
{
	int fd = descriptors_socket(family, SOCK_STREAM), error;

	d->why.text[0] = '\0';
	if (fd == -1)
		return -1;
	if (source_address_set(d->sender, fd, family, &d->why) != -1) {
		(void)tcp_rto_cap(fd, SYN_APART);
		return fd;
	}
	error = errno;
	close(fd);
	errno = error;
	return -1;
}

/* Starts the next attempt; true if it is connected already. */
static bool
dial_start(struct dial *d, int64_t now)
{
	const struct address *a = &d->addr[d->next];
	size_t i = d->next++;

	if (d->next > d->tried)
		d->tried = d->next;
	d->due = now + d->delay;
	d->fd[i] = dial_socket(d, a->sa.sa_family);
	if (d->fd[i] != -1 &&
	    connect(d->fd[i], &a->sa, a->len) == 0)
		return true;
	if (d->fd[i] == -1 || (errno != EINPROGRESS && errno != EINTR))
		dial_failed(d, i, errno, now);
	return false;
}

/* Checks attempt i, which is ready; true if it is connected. */
static bool
dial_reap(struct dial *d, size_t i, int64_t now)
{
	int error = 0;
	socklen_t len = sizeof error;

	if (getsockopt(d->fd[i], SOL_SOCKET, SO_ERROR, &error, &len) == -1)
		error = errno;
	if (error == 0)
		return true;
	dial_failed(d, i, error, now);
	return false;
}

int
dial_step(struct dial *d, const struct loop *l)
{
	bool hope = false;
	size_t i;

	for (i = 0; i < d->next; i++)
		if (d->fd[i] != -1 && loop_ready(l, d->slot[i]) != 0 &&
		    dial_reap(d, i, l->now))
			return dial_won(d, i);
	while (d->next < d->n && l->now >= d->due)
		if (dial_start(d, l->now))
			return dial_won(d, d->next - 1);
	for (i = 0; i < d->next; i++)
		hope |= d->fd[i] != -1;
	errno = hope || d->next < d->n ? EINPROGRESS :
	    d->error != 0 ? d->error : EADDRNOTAVAIL;
	return -1;
}

void
dial_again(struct dial *d, int64_t now)
{
	dial_close(d);
	d->next = 0;
	d->error = 0;
	d->due = now;
}

void
dial_close(struct dial *d)
{
	size_t i;

	for (i = 0; i < d->next; i++) {
		if (d->fd[i] != -1)
			close(d->fd[i]);
		d->fd[i] = -1;
	}
}
