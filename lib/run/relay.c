/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "run/relay.h"
#include "sys/descriptors.h"

enum {
	BUFFER = 512 * 1024,	/* one read, bytes */
	PIPE = 1024 * 1024,	/* what bulk deserves: halves ssh's own CPU */
	BULK_READ = 32 * 1024,	/* a read that speaks of bulk, bytes */
	BULK_READS = 32,	/* so many of them within BULK_SPAN */
	BULK_SPAN = 1000	/* ms: a megabyte a second */
};

int
relay_open(struct relay *r, int in, int out, int pipe)
{
	*r = (struct relay){ .in = in, .out = out, .pipe = pipe };
	r->size = BUFFER;
	return (r->buf = malloc(r->size)) == NULL ? -1 : 0;
}

void
relay_watch(struct relay *r, struct loop *l)
{
	r->in_slot = loop_watch(l,
	    flow_wants_read(&r->flow) ? r->in : -1, POLLIN);
	r->out_slot = loop_watch(l,
	    flow_wants_write(&r->flow) ? r->out : -1, POLLOUT);
}

bool
relay_ready(const struct relay *r, const struct loop *l)
{
	return loop_ready(l, r->in_slot) != 0 ||
	    loop_ready(l, r->out_slot) != 0;
}

/*
 * Gives bulk the large pipe it is worth.  Not at once: on a slow line a
 * megabyte in the pipe is minutes that a keystroke waits behind.
 */
static void
relay_bulk(struct relay *r, size_t n, int64_t now)
{
	if (r->fulls < 0 || n < BULK_READ)
		return;
	if (r->fulls == 0 || now - r->full > BULK_SPAN) {
		r->fulls = 0;
		r->full = now;
	}
	if (++r->fulls < BULK_READS)
		return;
	descriptors_enlarge(r->pipe, PIPE);
	r->fulls = -1;
}

size_t
relay_fill(struct relay *r, int64_t now)
{
	ssize_t n;

	if (!flow_wants_read(&r->flow))
		return 0;
	n = descriptors_read(r->in, r->buf, r->size);
	if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	if (n == -1) {
		r->error = errno;
		r->in_failed = true;
		n = 0;
	}
	r->at = 0;
	flow_read(&r->flow, (size_t)n);
	relay_bulk(r, (size_t)n, now);
	return (size_t)n;
}

/* The output's end: a socket half-closes, a pipe has but one half. */
static void
relay_end(struct relay *r)
{
	if (shutdown(r->out, SHUT_WR) == -1 && errno == ENOTSOCK) {
		close(r->out);
		r->out = -1;
	}
	flow_passed(&r->flow);
}

size_t
relay_drain(struct relay *r)
{
	size_t sum = 0;
	ssize_t n;

	while (flow_wants_write(&r->flow)) {
		n = descriptors_write(r->out, r->buf + r->at, r->flow.held);
		if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return sum;
		if (n == -1) {
			r->error = errno;
			flow_broke(&r->flow);
			return sum;
		}
		r->at += (size_t)n;
		sum += (size_t)n;
		flow_wrote(&r->flow, (size_t)n);
	}
	if (flow_wants_end(&r->flow))
		relay_end(r);
	return sum;
}

void
relay_close(struct relay *r)
{
	free(r->buf);
	r->buf = NULL;
}
