/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "proto/resume_proto.h"

/* --- numbers --- */

/* Writes the low n bytes of value; returns the place behind them. */
static uint8_t *
resume_put(uint8_t *out, uint64_t value, size_t n)
{
	size_t i;

	for (i = n; i > 0; i--, value >>= 8)
		out[i - 1] = (uint8_t)value;
	return out + n;
}

static uint64_t
resume_get(const uint8_t *in, size_t n)
{
	uint64_t value = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value = value << 8 | in[i];
	return value;
}

static uint8_t *
resume_put_id(uint8_t *out, const void *id, size_t n)
{
	memcpy(out, id, n);
	return out + n;
}

/* --- the join --- */

void
resume_greeting_encode(const struct resume_greeting *g,
    uint8_t out[RESUME_GREETING])
{
	out = resume_put_id(out, RESUME_GREETING_MAGIC, RESUME_MAGIC);
	out = resume_put(out, g->min, 1);
	out = resume_put(out, g->max, 1);
	out = resume_put(out, 0, 2);
	out = resume_put_id(out, g->machine, RESUME_ID);
	(void)resume_put_id(out, g->boot, RESUME_ID);
}

int
resume_greeting_decode(struct resume_greeting *g,
    const uint8_t in[RESUME_GREETING])
{
	if (memcmp(in, RESUME_GREETING_MAGIC, RESUME_MAGIC) != 0 ||
	    in[8] > in[9] || resume_get(in + 10, 2) != 0)
		return -1;
	g->min = in[8];
	g->max = in[9];
	memcpy(g->machine, in + 12, RESUME_ID);
	memcpy(g->boot, in + 28, RESUME_ID);
	return 0;
}

bool
resume_greeting_begins(unsigned *matched, uint8_t c)
{
	static const char magic[] = RESUME_GREETING_MAGIC;

	/* No byte of the magic but the first is its first. */
	if (c != (uint8_t)magic[*matched])
		*matched = 0;
	if (c == (uint8_t)magic[*matched])
		++*matched;
	return *matched == RESUME_MAGIC;
}

void
resume_hello_encode(const struct resume_hello *h, uint8_t out[RESUME_HELLO])
{
	out = resume_put_id(out, RESUME_HELLO_MAGIC, RESUME_MAGIC);
	out = resume_put(out, h->version, 1);
	out = resume_put(out, h->kind, 1);
	out = resume_put(out, 0, 6);
	out = resume_put_id(out, h->name, RESUME_ID);
	out = resume_put_id(out, h->secret, RESUME_ID);
	out = resume_put_id(out, h->tag, RESUME_ID);
	out = resume_put(out, h->epoch, 8);
	out = resume_put(out, h->received, 8);
	out = resume_put(out, h->ring, 4);
	(void)resume_put(out, h->limit, 4);
}

int
resume_hello_decode(struct resume_hello *h, const uint8_t in[RESUME_HELLO])
{
	*h = (struct resume_hello){ .version = in[8] };
	if (memcmp(in, RESUME_HELLO_MAGIC, RESUME_MAGIC) != 0)
		return -1;
	if (h->version != RESUME_VERSION)
		return 0;
	if ((in[9] != RESUME_NEW && in[9] != RESUME_AGAIN) ||
	    resume_get(in + 10, 6) != 0)
		return -1;
	h->kind = (enum resume_kind)in[9];
	memcpy(h->name, in + 16, RESUME_ID);
	memcpy(h->secret, in + 32, RESUME_ID);
	memcpy(h->tag, in + 48, RESUME_ID);
	h->epoch = resume_get(in + 64, 8);
	h->received = resume_get(in + 72, 8);
	h->ring = (uint32_t)resume_get(in + 80, 4);
	h->limit = (uint32_t)resume_get(in + 84, 4);
	return 0;
}

void
resume_joined_encode(const struct resume_joined *j, uint8_t out[RESUME_JOINED])
{
	out = resume_put(out, j->status, 1);
	out = resume_put(out, 0, 7);
	out = resume_put(out, j->received, 8);
	(void)resume_put(out, j->ring, 4);
}

int
resume_joined_decode(struct resume_joined *j, const uint8_t in[RESUME_JOINED])
{
	if (in[0] >= RESUME_STATUSES || resume_get(in + 1, 7) != 0)
		return -1;
	j->status = (enum resume_status)in[0];
	j->received = resume_get(in + 8, 8);
	j->ring = (uint32_t)resume_get(in + 16, 4);
	return 0;
}

/* --- frames --- */

size_t
resume_frame_encode(const struct resume_frame *f, uint8_t out[RESUME_CONTROL])
{
	static const uint32_t length[] = { [RESUME_ACK] = 8, [RESUME_EOF] = 0,
	    [RESUME_BYE] = 1 };
	uint8_t *at = resume_put(out, f->type, 1);

	if (f->type == RESUME_DATA)
		return (size_t)(resume_put(at, f->length, 3) - out);
	at = resume_put(at, length[f->type], 3);
	if (f->type == RESUME_ACK)
		at = resume_put(at, f->count, 8);
	else if (f->type == RESUME_BYE)
		at = resume_put(at, f->reason, 1);
	return (size_t)(at - out);
}

int
resume_header_decode(struct resume_frame *f, const uint8_t in[RESUME_HEADER])
{
	static const struct {
		uint32_t least, most;
	} length[] = {
		[RESUME_DATA] = { 1, RESUME_PAYLOAD }, [RESUME_ACK] = { 8, 8 },
		[RESUME_EOF] = { 0, 0 }, [RESUME_BYE] = { 1, 1 },
	};
	uint32_t n = (uint32_t)resume_get(in + 1, 3);

	if (in[0] < RESUME_DATA || in[0] > RESUME_BYE ||
	    n < length[in[0]].least || n > length[in[0]].most)
		return -1;
	*f = (struct resume_frame){ .type = (enum resume_type)in[0],
	    .length = n };
	return 0;
}

int
resume_payload_decode(struct resume_frame *f, const uint8_t *in)
{
	if (f->type == RESUME_ACK)
		f->count = resume_get(in, 8);
	if (f->type == RESUME_BYE && in[0] >= RESUME_BYES)
		return -1;
	if (f->type == RESUME_BYE)
		f->reason = (enum resume_bye)in[0];
	return 0;
}
