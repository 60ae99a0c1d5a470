/* SPDX-License-Identifier: ISC */
/*
 * A resumable session: records of strangers; frames of a hostile peer, in one
 * piece and byte by byte; and a script of cuts, that must lose nothing.
 */
#include <stdlib.h>

#include "../lib/resume_pair.h"

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct pair pair;

static void
must(bool good)
{
	if (!good)
		abort();
}

/* What is read can be written, and is the same bytes. */
static void
records(const uint8_t *data, size_t size)
{
	uint8_t in[RESUME_HELLO] = { 0 }, out[RESUME_HELLO];
	struct resume_greeting g;
	struct resume_joined j;
	struct resume_hello h;
	struct resume_frame f;

	memcpy(in, data, size < sizeof in ? size : sizeof in);
	if (resume_greeting_decode(&g, in) == 0) {
		resume_greeting_encode(&g, out);
		must(memcmp(in, out, RESUME_GREETING) == 0);
	}
	if (resume_joined_decode(&j, in) == 0) {
		resume_joined_encode(&j, out);
		must(memcmp(in, out, RESUME_JOINED) == 0);
	}
	if (resume_hello_decode(&h, in) == 0 && h.version == RESUME_VERSION) {
		resume_hello_encode(&h, out);
		must(memcmp(in, out, RESUME_HELLO) == 0);
	}
	if (resume_header_decode(&f, in) == 0 && (f.type == RESUME_DATA ||
	    resume_payload_decode(&f, in + RESUME_HEADER) == 0))
		must(memcmp(in, out, resume_frame_encode(&f, out)) == 0);
}

static void
begin(struct pair *p)
{
	p->n[0] = p->n[1] = 0;
	p->greeting = (struct resume_greeting){ .min = 1, .max = 1 };
	must(pair_restart(p, RESUME_CLIENT, RESUME_RING_LEAST, 60, 0) == 0 &&
	    pair_restart(p, RESUME_HOLDER, RESUME_RING_LEAST, 60, 0) == 0);
	pair_dial(p, "");
}

/* The peer of an end says anything. */
static void
frames(const uint8_t *data, size_t size)
{
	struct resume r[2];
	size_t i;
	int n;

	for (n = 0; n < 2; n++) {
		begin(&pair);
		pair_settle(&pair, 0);
		(void)pair_give(&pair, RESUME_CLIENT, 1000, 0);
		(void)pair_write(&pair, RESUME_CLIENT, 500);
		if (n == 0)
			(void)resume_input(&pair.end[0].r, data, size, 0);
		for (i = 0; n == 1 && i < size; i++)
			if (resume_input(&pair.end[0].r, data + i, 1, 0) == -1)
				break;
		r[n] = pair.end[0].r;
		must(ring_held(&r[n].in) <= r[n].in.size &&
		    r[n].out.begin <= r[n].sent);
	}
	must(r[0].in.end == r[1].in.end && r[0].out.begin == r[1].out.begin &&
	    r[0].end == r[1].end && r[0].over == r[1].over &&
	    r[0].faults == r[1].faults && r[0].peer_eof == r[1].peer_eof);
}

/* Two honest ends: two bytes for each thing that happens. */
static void
script(const uint8_t *data, size_t size)
{
	size_t i, n;
	int side;

	begin(&pair);
	for (i = 0; i + 1 < size; i += 2) {
		side = data[i] & 1;
		n = (size_t)data[i + 1] << (data[i] >> 4);
		switch (data[i] >> 1 & 7) {
		case 0:
			(void)pair_give(&pair, side, n, (int64_t)i);
			break;
		case 1:
			(void)pair_take(&pair, side, n, (int64_t)i);
			break;
		case 2:
			pair_give_eof(&pair, side, (int64_t)i);
			break;
		case 3:
			pair_cut(&pair, (int64_t)i);
			break;
		case 4:
			if (resume_wants_transport(&pair.end[0].r))
				pair_dial(&pair, "");
			break;
		case 5:
			(void)pair_write(&pair, side, n);
			break;
		default:
			(void)pair_arrive(&pair, side, n, (int64_t)i);
		}
		must(!pair.end[0].wrong && !pair.end[1].wrong &&
		    pair.end[0].r.faults == 0 && pair.end[1].r.faults == 0 &&
		    pair_blocks(&pair.end[side].r) <= 6);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const part[])(const uint8_t *, size_t) = { records,
	    frames, script };

	if (size > 0)
		part[data[0] % 3](data + 1, size - 1);
	resume_free(&pair.end[0].r);
	resume_free(&pair.end[1].r);
	return 0;
}
