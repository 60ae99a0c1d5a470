/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "transport/resume_internal.h"

/* --- the local side --- */

/*
 * Closes the session if both directions are at their end, and the peer has
 * delivered all.
 */
static void
resume_settle(struct resume *r, int64_t now)
{
	if (r->eof && r->joined && ring_held(&r->out) == 0 &&
	    (r->eof_passed || r->gone))
		resume_close(r, RESUME_DONE, false, now);
}

size_t
resume_room(const struct resume *r)
{
	size_t window = r->peer_ring < r->out.size ? r->peer_ring :
	    r->out.size;

	/* A peer's smaller ring is the window; it is 0 until the JOINED. */
	if (r->eof || r->end != RESUME_GOES_ON || ring_held(&r->out) >= window)
		return 0;
	return window - ring_held(&r->out);
}

uint8_t *
resume_space(struct resume *r, size_t *n, int64_t now)
{
	size_t room = resume_room(r);
	uint8_t *at = ring_space(&r->out, n);

	if (at == NULL)
		resume_close(r, RESUME_NO_MEMORY, true, now);
	if (*n > room)
		*n = room;
	return at;
}

void
resume_read(struct resume *r, size_t n, int64_t now)
{
	ring_add(&r->out, n);
	if (n == 0)
		r->eof = true;
	resume_settle(r, now);
}

const uint8_t *
resume_bytes(const struct resume *r, size_t *n)
{
	return ring_bytes(&r->in, r->in.begin, n);
}

void
resume_delivered(struct resume *r, size_t n)
{
	ring_drop(&r->in, r->in.begin + n);
}

bool
resume_wants_eof(const struct resume *r)
{
	return r->peer_eof && !r->eof_passed && !r->gone &&
	    ring_held(&r->in) == 0;
}

void
resume_passed_eof(struct resume *r, int64_t now)
{
	r->eof_passed = true;
	resume_settle(r, now);
}

void
resume_gone(struct resume *r, int64_t now)
{
	r->eof = r->gone = true;
	ring_drop(&r->in, r->in.end);
	resume_settle(r, now);
}

/* --- input: frames --- */

/* Takes bytes of a DATA frame.  Returns how many; 0: drop the transport. */
static size_t
resume_take(struct resume *r, const uint8_t *in, size_t n, int64_t now)
{
	size_t room;
	uint8_t *at = ring_space(&r->in, &room);

	if (at == NULL) {
		resume_close(r, RESUME_NO_MEMORY, true, now);
		return 0;
	}
	if (n > r->payload)
		n = r->payload;
	if (n > room)
		n = room;
	memcpy(at, in, n);
	ring_add(&r->in, n);
	r->payload -= n;
	/* Nobody takes them any more, but the peer waits for the ACK. */
	if (r->gone || r->end != RESUME_GOES_ON)
		ring_drop(&r->in, r->in.end);
	return n;
}

/* The header of a frame has come.  False: drop the transport. */
static bool
resume_header(struct resume *r, int64_t now)
{
	if (resume_header_decode(&r->frame, r->record) == -1)
		return resume_fault(r, FAULT_RECORD, now);
	if (!r->opened && r->frame.type != RESUME_ACK)
		return resume_fault(r, FAULT_ORDER, now);
	r->opened = r->heard = true;
	if (r->frame.type != RESUME_DATA)
		return true;
	if (r->peer_eof)
		return resume_fault(r, FAULT_ORDER, now);
	if (r->frame.length > ring_room(&r->in))
		return resume_fault(r, FAULT_OVERRUN, now);
	r->payload = r->frame.length;
	r->got = 0;
	return true;
}

/* An ACK has come.  False: drop the transport. */
static bool
resume_acknowledged(struct resume *r, uint64_t count, int64_t now)
{
	if (count < r->out.begin)
		return resume_fault(r, FAULT_ORDER, now);
	if (count > r->sent)
		return resume_fault(r, FAULT_COUNT, now);
	ring_drop(&r->out, count);
	resume_settle(r, now);
	return true;
}

/* A BYE has come: the answer is a BYE, unless this end said it first. */
static void
resume_bye(struct resume *r, enum resume_bye reason, int64_t now)
{
	static const enum resume_end end[RESUME_BYES] = {
		[RESUME_BYE_DONE] = RESUME_DONE,
		[RESUME_BYE_STOPPED] = RESUME_STOPPED,
		[RESUME_BYE_FAULT] = RESUME_FAULT,
		[RESUME_BYE_MEMORY] = RESUME_NO_MEMORY,
	};

	r->bye_came = true;
	resume_close(r, end[reason], true, now);
	if (r->bye_sent && r->head_n == 0)
		r->over = true;
}

/* A whole frame that is not DATA has come.  False: drop the transport. */
static bool
resume_control(struct resume *r, int64_t now)
{
	r->got = 0;
	if (resume_payload_decode(&r->frame, r->record + RESUME_HEADER) == -1)
		return resume_fault(r, FAULT_RECORD, now);
	if (r->frame.type == RESUME_ACK)
		return resume_acknowledged(r, r->frame.count, now);
	if (r->frame.type == RESUME_EOF)
		r->peer_eof = true;
	else
		resume_bye(r, r->frame.reason, now);
	return true;
}

/* Takes bytes of frames.  Returns how many; 0: drop the transport. */
static size_t
resume_frames(struct resume *r, const uint8_t *in, size_t n, int64_t now)
{
	size_t want = RESUME_HEADER, used;

	if (r->payload > 0)
		return resume_take(r, in, n, now);
	if (r->got >= RESUME_HEADER)
		want += r->frame.length;
	used = want - r->got < n ? want - r->got : n;
	memcpy(r->record + r->got, in, used);
	r->got += used;
	if (r->got == RESUME_HEADER && !resume_header(r, now))
		return 0;
	if (r->payload == 0 && r->got >= RESUME_HEADER &&
	    r->got == RESUME_HEADER + r->frame.length &&
	    !resume_control(r, now))
		return 0;
	return used;
}

int
resume_input(struct resume *r, const uint8_t *in, size_t n, int64_t now)
{
	size_t used;

	for (; n > 0 && !r->over; in += used, n -= used) {
		used = r->phase == RESUME_UP ? resume_frames(r, in, n, now) :
		    r->phase == RESUME_DOWN ? 0 :
		    resume_join_input(r, in, n, now);
		if (used == 0)
			return -1;
	}
	return 0;
}

/* --- output --- */

static void
resume_put_frame(struct resume *r, const struct resume_frame *f)
{
	r->head_n += resume_frame_encode(f, r->head + r->head_at + r->head_n);
}

/*
 * True if an ACK is due: at the begin of a transport, at a quarter of the ring,
 * and when the ring is drained, but then not for a few keystrokes, unless no
 * more will come.
 */
static bool
resume_owes_ack(const struct resume *r)
{
	uint64_t fresh = r->in.begin - r->acked;

	return r->ack_due || fresh >= r->in.size / 4 ||
	    (ring_held(&r->in) == 0 && fresh > 0 &&
	    (fresh >= RESUME_DRAINED || r->peer_eof));
}

static void
resume_put_ack(struct resume *r)
{
	r->acked = r->in.begin;
	r->ack_due = false;
	resume_put_frame(r, &(struct resume_frame){ .type = RESUME_ACK,
	    .count = r->acked });
}

static void
resume_put_bye(struct resume *r)
{
	static const enum resume_bye reason[RESUME_ENDS] = {
		[RESUME_STOPPED] = RESUME_BYE_STOPPED,
		[RESUME_FAULT] = RESUME_BYE_FAULT,
		[RESUME_NO_MEMORY] = RESUME_BYE_MEMORY,
	};

	r->bye_sent = true;
	resume_put_frame(r, &(struct resume_frame){ .type = RESUME_BYE,
	    .reason = reason[r->end] });
}

/* Puts the frames that come next behind what the head has. */
static void
resume_compose(struct resume *r)
{
	bool ending = r->end != RESUME_GOES_ON;
	size_t n;

	if (resume_owes_ack(r))
		resume_put_ack(r);
	if (!r->abrupt && ring_bytes(&r->out, r->sent, &n) != NULL) {
		r->data = n < RESUME_PAYLOAD ? n : RESUME_PAYLOAD;
		resume_put_frame(r, &(struct resume_frame){
		    .type = RESUME_DATA, .length = (uint32_t)r->data });
		return;
	}
	if (!r->abrupt && r->eof && !r->eof_sent) {
		r->eof_sent = true;
		resume_put_frame(r, &(struct resume_frame){
		    .type = RESUME_EOF });
	}
	if (ending && !r->bye_sent)
		resume_put_bye(r);
}

size_t
resume_output(struct resume *r, struct resume_piece piece[2])
{
	size_t n = 0, most;

	if (r->phase == RESUME_UP && r->head_n == 0 && r->data == 0 &&
	    !r->bye_sent) {
		r->head_at = 0;
		resume_compose(r);
	}
	if (r->head_n > 0)
		piece[n++] = (struct resume_piece){ r->head + r->head_at,
		    r->head_n };
	if (r->data > 0) {
		piece[n].at = ring_bytes(&r->out, r->sent, &most);
		piece[n++].n = r->data;
	}
	return n;
}

void
resume_wrote(struct resume *r, size_t n)
{
	size_t head = n < r->head_n ? n : r->head_n;

	r->head_at += head;
	r->head_n -= head;
	n -= head;
	r->data -= n;
	r->sent += n;
	if (r->sent > r->most_sent)
		r->most_sent = r->sent;
	if (r->bye_sent && r->bye_came && r->head_n == 0)
		r->over = true;
}

/* --- the transport --- */

bool
resume_wants_transport(const struct resume *r)
{
	return r->side == RESUME_CLIENT && r->phase == RESUME_DOWN && !r->over;
}

void
resume_lost(struct resume *r, int64_t now)
{
	/* A transport that never joined does not begin the limit anew. */
	if (r->phase == RESUME_UP)
		r->since = now;
	resume_reset(r);
	if (r->bye_came)
		r->over = true;
}
