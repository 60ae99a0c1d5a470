/* SPDX-License-Identifier: ISC */
/* How a transport joins a session: GREETING, HELLO and JOINED. */
#include <string.h>

#include "transport/resume_internal.h"

/* True if two secrets are equal; takes the same time for all of them. */
static bool
resume_same(const uint8_t *a, const uint8_t *b)
{
	volatile uint8_t differ = 0;
	size_t i;

	for (i = 0; i < RESUME_ID; i++)
		differ = (uint8_t)(differ | (a[i] ^ b[i]));
	return differ == 0;
}

/*
 * The transport is joined; the peer has received that many bytes, and this end
 * sends what follows them.
 */
static void
resume_up(struct resume *r, uint64_t received, uint32_t peer_ring)
{
	if (r->joined)
		r->resumes++;
	r->retransmitted += (int64_t)(r->most_sent - received);
	r->joined = true;
	r->sent = received;
	r->peer_ring = peer_ring;
	r->phase = RESUME_UP;
	r->ack_due = true;
}

/* True if the peer's ring can be used, and is the one it said before. */
static bool
resume_ring_fits(const struct resume *r, uint32_t ring)
{
	return ring >= RESUME_RING_LEAST &&
	    (r->peer_ring == 0 || ring == r->peer_ring);
}

/* True if this end still has what follows received, and has sent that much. */
static bool
resume_count_fits(const struct resume *r, uint64_t received)
{
	return received >= r->out.begin && received <= r->most_sent;
}

/* --- the holder --- */

/* Why the holder does not take a HELLO; or RESUME_OK. */
static enum resume_status
resume_refusal(const struct resume *r, const struct resume_hello *h)
{
	if (h->version != RESUME_VERSION)
		return RESUME_BAD_VERSION;
	if (!resume_same(h->name, r->id.name) ||
	    !resume_same(h->secret, r->id.secret) || r->over ||
	    (h->kind == RESUME_AGAIN && !r->joined))
		return RESUME_UNKNOWN;
	if (h->epoch <= r->epoch)
		return RESUME_SUPERSEDED;
	/* A client that has sent a frame knows the JOINED: this is not it. */
	if ((h->kind == RESUME_NEW && r->heard) || h->limit == 0 ||
	    !resume_ring_fits(r, h->ring) ||
	    !resume_count_fits(r, h->received))
		return RESUME_GAP;
	return RESUME_OK;
}

enum resume_status
resume_accept(struct resume *r, const struct resume_hello *h, int64_t now)
{
	enum resume_status status = resume_refusal(r, h);
	struct resume_joined j = { .received = r->in.end,
	    .ring = (uint32_t)r->in.size };

	if (status == RESUME_GAP)
		(void)resume_fault(r, FAULT_COUNT, now);
	if (status != RESUME_OK)
		return status;
	r->epoch = h->epoch;
	if (h->limit < r->limit)
		r->limit = h->limit;
	resume_reset(r);
	resume_joined_encode(&j, r->head);
	r->head_n = RESUME_JOINED;
	resume_up(r, h->received, h->ring);
	return RESUME_OK;
}

/* --- the client --- */

void
resume_connected(struct resume *r)
{
	resume_reset(r);
	r->phase = RESUME_SKIPPING;
}

/* Says how much has been received; nothing is read until JOINED. */
static void
resume_send_hello(struct resume *r)
{
	struct resume_hello h = { .version = RESUME_VERSION,
	    .kind = r->joined ? RESUME_AGAIN : RESUME_NEW,
	    .epoch = ++r->epoch, .received = r->in.end,
	    .ring = (uint32_t)r->in.size, .limit = r->limit };

	memcpy(h.name, r->id.name, RESUME_ID);
	memcpy(h.secret, r->id.secret, RESUME_ID);
	memcpy(h.tag, r->id.tag, RESUME_ID);
	resume_hello_encode(&h, r->head);
	r->head_at = 0;
	r->head_n = RESUME_HELLO;
	r->phase = RESUME_JOINING;
	r->got = 0;
}

/* True if the GREETING is of the server that has the session, or may have. */
static bool
resume_greeting_fits(struct resume *r)
{
	const struct resume_greeting *g = &r->greeting;

	if (g->min > RESUME_VERSION || g->max < RESUME_VERSION) {
		resume_finish(r, RESUME_OLD);
		return false;
	}
	if (!r->joined)
		return true;
	/* One of many machines behind a name: the next dial may find ours. */
	if (memcmp(g->machine, r->server.machine, RESUME_ID) != 0)
		return false;
	if (memcmp(g->boot, r->server.boot, RESUME_ID) != 0) {
		resume_finish(r, RESUME_REBOOTED);
		return false;
	}
	return true;
}

/* A status other than RESUME_OK came. */
static void
resume_refused(struct resume *r, enum resume_status status)
{
	static const enum resume_end end[RESUME_STATUSES] = {
		[RESUME_UNKNOWN] = RESUME_NO_SESSION,
		[RESUME_SUPERSEDED] = RESUME_REPLACED,
		[RESUME_GAP] = RESUME_MISSING,
		[RESUME_NO_SSHD] = RESUME_SSHD_FAILED,
		[RESUME_TOO_MANY] = RESUME_FULL,
		[RESUME_BAD_VERSION] = RESUME_OLD,
	};

	/* Other transports are joining: there is room again soon. */
	if (status != RESUME_TOO_MANY || !r->joined)
		resume_finish(r, end[status]);
}

/* A whole JOINED has come.  False: drop the transport. */
static bool
resume_join(struct resume *r, int64_t now)
{
	struct resume_joined j;

	if (resume_joined_decode(&j, r->record) == -1)
		return resume_fault(r, FAULT_RECORD, now);
	if (j.status != RESUME_OK) {
		resume_refused(r, j.status);
		return false;
	}
	if (j.received < r->out.begin) {
		resume_finish(r, RESUME_MISSING);
		return false;
	}
	if (!resume_ring_fits(r, j.ring) || !resume_count_fits(r, j.received))
		return resume_fault(r, FAULT_COUNT, now);
	r->server = r->greeting;
	r->got = 0;
	resume_up(r, j.received, j.ring);
	return true;
}

/* Skips text until a GREETING begins.  Returns the number of bytes; or 0. */
static size_t
resume_skip(struct resume *r, const uint8_t *in, size_t n, int64_t now)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (resume_greeting_begins(&r->matched, in[i])) {
			memcpy(r->record, RESUME_GREETING_MAGIC, RESUME_MAGIC);
			r->phase = RESUME_GREETED;
			r->got = RESUME_MAGIC;
			return i + 1;
		}
		if (++r->got >= RESUME_TEXT + RESUME_MAGIC)
			return resume_fault(r, FAULT_TEXT, now);
	}
	return n;
}

size_t
resume_join_input(struct resume *r, const uint8_t *in, size_t n, int64_t now)
{
	size_t want = r->phase == RESUME_GREETED ? RESUME_GREETING :
	    RESUME_JOINED;
	size_t used = want - r->got < n ? want - r->got : n;

	if (r->phase == RESUME_SKIPPING)
		return resume_skip(r, in, n, now);
	memcpy(r->record + r->got, in, used);
	if ((r->got += used) < want)
		return used;
	if (r->phase == RESUME_JOINING)
		return resume_join(r, now) ? used : 0;
	if (resume_greeting_decode(&r->greeting, r->record) == -1)
		return resume_fault(r, FAULT_RECORD, now);
	if (!resume_greeting_fits(r))
		return 0;
	resume_send_hello(r);
	return used;
}
