/* SPDX-License-Identifier: ISC */
/* How a resumable session begins and ends: faults, times, reasons. */
#include "base/span.h"
#include "transport/resume_internal.h"

int
resume_start(struct resume *r, enum resume_side side,
    const struct resume_identity *id, uint32_t ring, uint32_t limit,
    int64_t now)
{
	*r = (struct resume){ .side = side, .id = *id, .limit = limit,
	    .since = now };
	if (ring_start(&r->out, ring) == 0 && ring_start(&r->in, ring) == 0)
		return 0;
	resume_free(r);
	return -1;
}

void
resume_free(struct resume *r)
{
	ring_free(&r->out);
	ring_free(&r->in);
}

void
resume_reset(struct resume *r)
{
	r->phase = RESUME_DOWN;
	r->got = r->payload = r->head_at = r->head_n = r->data = 0;
	r->matched = 0;
	r->opened = r->ack_due = r->eof_sent = r->bye_sent = false;
}

/* --- the end --- */

void
resume_finish(struct resume *r, enum resume_end end)
{
	if (r->end == RESUME_GOES_ON)
		r->end = end;
	r->over = true;
}

void
resume_close(struct resume *r, enum resume_end end, bool abrupt, int64_t now)
{
	if (r->end != RESUME_GOES_ON)
		return;
	r->end = end;
	r->abrupt = abrupt;
	r->closing = now;
	/* No peer knows of a session that was never joined. */
	if (!r->joined)
		r->over = true;
}

size_t
resume_fault(struct resume *r, enum resume_fault f, int64_t now)
{
	if (r->end != RESUME_GOES_ON)
		r->over = true;
	else if (r->faults & 1u << f)
		resume_close(r, RESUME_FAULT, true, now);
	r->faults |= 1u << f;
	return 0;
}

void
resume_stop(struct resume *r, int64_t now)
{
	resume_close(r, RESUME_STOPPED, true, now);
}

/* The limit for a session without a transport, ms. */
static int64_t
resume_limit(const struct resume *r)
{
	return r->joined ? (int64_t)r->limit * 1000 : RESUME_FIRST;
}

int64_t
resume_timer(const struct resume *r)
{
	int64_t away = r->phase == RESUME_UP ? SPAN_NEVER :
	    r->since + resume_limit(r);
	int64_t closed = r->end == RESUME_GOES_ON ? SPAN_NEVER : r->closing +
	    (r->side == RESUME_HOLDER ? RESUME_FIRST : resume_limit(r));

	if (r->over)
		return SPAN_NEVER;
	return away < closed ? away : closed;
}

void
resume_look(struct resume *r, int64_t now)
{
	if (now >= resume_timer(r))
		resume_finish(r, r->joined ? RESUME_AWAY : RESUME_NOT_JOINED);
}

bool
resume_over(const struct resume *r)
{
	return r->over;
}

const char *
resume_end_text(enum resume_end end)
{
	static const char *const text[RESUME_ENDS] = {
		[RESUME_GOES_ON] = "the session goes on",
		[RESUME_DONE] = "the session ended",
		[RESUME_STOPPED] = "the session was stopped",
		[RESUME_AWAY] = "the connection was lost for too long",
		[RESUME_NOT_JOINED] = "tunnel-guard on the server did not "
		    "answer",
		[RESUME_NO_SESSION] = "the server no longer has the session",
		[RESUME_REBOOTED] = "the server was restarted",
		[RESUME_REPLACED] = "another client resumed the session",
		[RESUME_MISSING] = "the other end was restarted",
		[RESUME_SSHD_FAILED] = "tunnel-guard on the server cannot "
		    "connect to sshd",
		[RESUME_FULL] = "the account has too many sessions on the "
		    "server",
		[RESUME_OLD] = "tunnel-guard on the server has another version",
		[RESUME_FAULT] = "the other end broke the protocol",
		[RESUME_NO_MEMORY] = "out of memory",
	};

	return text[end < RESUME_ENDS ? end : RESUME_GOES_ON];
}
