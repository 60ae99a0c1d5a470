/* SPDX-License-Identifier: ISC */
#include <sys/socket.h>

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "tunnel-guard/relay.h"

enum {
	BUFFER = 128 * 1024,	/* one read, bytes; more leaves the L2 cache */
	PIPE = 1024 * 1024,	/* pipe size for bulk: halves ssh's CPU time */
	BULK = 1024 * 1024,	/* bytes within BULK_SPAN that count as bulk */
	BULK_SPAN = 1000	/* ms */
};

int
relay_open(struct relay *r, int in, int out, int pipe)
{
	*r = (struct relay){ .in = in, .out = out, .pipe = pipe };
	r->size = BUFFER;
	return (r->buf = malloc(r->size)) == NULL ? -1 : 0;
}

void
relay_unseen(struct relay *r)
{
	r->splices = !r->copies && descriptors_is_pipe(r->pipe);
}

void
relay_watch(struct relay *r, struct loop *l)
{
	r->tried = false;
	r->in_slot = loop_watch(l,
	    flow_wants_read(&r->flow) && !r->full ? r->in : -1, POLLIN);
	r->out_slot = loop_watch(l,
	    flow_wants_write(&r->flow) || r->full ? r->out : -1, POLLOUT);
}

bool
relay_ready(const struct relay *r, const struct loop *l)
{
	return loop_ready(l, r->in_slot) != 0 ||
	    loop_ready(l, r->out_slot) != 0;
}

/*
 * Enlarges the pipe for bulk data.  Not from the start: on a slow line, a
 * keystroke would wait minutes behind a megabyte in the pipe.
 */
static void
relay_bulk(struct relay *r, size_t n, int64_t now)
{
	if (r->enlarged)
		return;
	if (now - r->since > BULK_SPAN) {
		r->since = now;
		r->sum = 0;
	}
	if ((r->sum += n) < BULK)
		return;
	descriptors_enlarge(r->pipe, PIPE);
	r->enlarged = true;
}

static void
relay_in_failed(struct relay *r)
{
	r->error = errno;
	r->in_failed = true;
	flow_read(&r->flow, 0);
}

static void
relay_out_failed(struct relay *r)
{
	r->error = errno;
	flow_broke(&r->flow);
}

/*
 * Splices once; returns the number of bytes.  splice(2) does not tell which
 * side was not ready: right after a wait that found input, it is the output.
 */
static size_t
relay_splice(struct relay *r)
{
	ssize_t n = descriptors_splice(r->in, r->out, PIPE);
	bool first = !r->tried;

	r->tried = true;
	r->full = false;
	if (n > 0) {
		r->went += (size_t)n;
		relay_close(r);
		return (size_t)n;
	}
	if (n == 0)
		flow_read(&r->flow, 0);
	else if (errno == EAGAIN)
		r->full = first;
	else if ((errno == EINVAL || errno == ENOSYS) && r->buf != NULL)
		r->copies = !(r->splices = false);
	else if (r->out != r->pipe || errno == EPIPE)
		relay_out_failed(r);	/* pipes have no other error */
	else
		relay_in_failed(r);
	return 0;
}

static size_t
relay_read(struct relay *r)
{
	ssize_t n = descriptors_read(r->in, r->buf, r->size);

	if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	r->at = 0;
	if (n == -1)
		relay_in_failed(r);
	else
		flow_read(&r->flow, (size_t)n);
	return n == -1 ? 0 : (size_t)n;
}

size_t
relay_fill(struct relay *r, int64_t now)
{
	size_t n;

	if (!flow_wants_read(&r->flow))
		return 0;
	n = r->splices ? relay_splice(r) : relay_read(r);
	relay_bulk(r, n, now);
	return n;
}

/* Ends the output: half-closes a socket, closes a pipe. */
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
	size_t sum = r->went;
	ssize_t n;

	r->went = 0;
	while (flow_wants_write(&r->flow)) {
		n = descriptors_write(r->out, r->buf + r->at, r->flow.held);
		if (n == -1 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return sum;
		if (n == -1) {
			relay_out_failed(r);
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
