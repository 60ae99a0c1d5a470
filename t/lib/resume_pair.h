/* SPDX-License-Identifier: ISC */
#ifndef RESUME_PAIR_H
#define RESUME_PAIR_H

/*
 * Both ends of a resumable session, joined by a transport that can be cut at
 * any byte; for stories, random runs and the fuzzer.  Each local side sends a
 * pattern, so that a byte that is lost, repeated or moved shows at the other.
 */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "transport/resume.h"

enum { PAIR_PIPE = 100000 };	/* most bytes under way, each direction */

struct pair_end {
	struct resume r;
	uint64_t given, taken;	/* bytes read from the local side, written */
	bool eof_given, eof_taken;
	bool blocked;		/* the local side takes nothing */
	bool wrong;		/* it got a byte that the other did not give */
	uint64_t written;	/* bytes to all transports */
};

struct pair {
	struct pair_end end[2];	/* RESUME_CLIENT, RESUME_HOLDER */
	uint8_t pipe[2][PAIR_PIPE]; /* under way to this end */
	size_t n[2];		/* bytes in it */
	bool linked;		/* there is a transport */
	uint8_t hello[RESUME_HELLO];
	size_t hello_n;		/* bytes of it; the holder waits for all */
	enum resume_status status; /* the holder's latest answer */
	struct resume_greeting greeting;
	struct resume_identity id;
};

static inline uint8_t
pair_byte(int side, uint64_t at)
{
	uint64_t x = (at + 1) * (side == 0 ? 0x9e3779b97f4a7c15u :
	    0xc2b2ae3d27d4eb4fu);

	return (uint8_t)(x >> 56 ^ x >> 29);
}

/* Begins an end anew, with nothing of what it was. */
static inline int
pair_restart(struct pair *p, int side, uint32_t ring, uint32_t limit,
    int64_t now)
{
	struct pair_end *e = &p->end[side];

	resume_free(&e->r);
	*e = (struct pair_end){ .wrong = false };
	return resume_start(&e->r, (enum resume_side)side, &p->id, ring, limit,
	    now);
}

static inline void
pair_cut(struct pair *p, int64_t now)
{
	resume_lost(&p->end[0].r, now);
	resume_lost(&p->end[1].r, now);
	p->n[0] = p->n[1] = 0;
	p->linked = false;
}

/* The client dials, and reaches a server that prints text first. */
static inline void
pair_dial(struct pair *p, const char *text)
{
	size_t n = strlen(text);

	resume_connected(&p->end[RESUME_CLIENT].r);
	memcpy(p->pipe[RESUME_CLIENT], text, n);
	resume_greeting_encode(&p->greeting, p->pipe[RESUME_CLIENT] + n);
	p->n[RESUME_CLIENT] = n + RESUME_GREETING;
	p->n[RESUME_HOLDER] = p->hello_n = 0;
	p->linked = true;
}

/* An end writes at most so many bytes to the transport; how many. */
static inline size_t
pair_write(struct pair *p, int side, size_t most)
{
	struct pair_end *e = &p->end[side];
	struct resume_piece piece[2];
	size_t n, i, sum = 0, room = PAIR_PIPE - p->n[!side];

	/* The holder has another transport until the whole HELLO is here. */
	if (!p->linked || (side == RESUME_HOLDER && p->hello_n < RESUME_HELLO))
		return 0;
	if (room < most)
		most = room;
	n = resume_output(&e->r, piece);
	for (i = 0; i < n && sum < most; i++) {
		if (piece[i].n > most - sum)
			piece[i].n = most - sum;
		memcpy(p->pipe[!side] + p->n[!side], piece[i].at, piece[i].n);
		p->n[!side] += piece[i].n;
		sum += piece[i].n;
	}
	resume_wrote(&e->r, sum);
	e->written += sum;
	return sum;
}

/* The holder's side of the join; how many bytes it used. */
static inline size_t
pair_hello(struct pair *p, const uint8_t *in, size_t n, int64_t now)
{
	struct resume_hello h;
	uint8_t joined[RESUME_JOINED];

	if (n > RESUME_HELLO - p->hello_n)
		n = RESUME_HELLO - p->hello_n;
	memcpy(p->hello + p->hello_n, in, n);
	if ((p->hello_n += n) < RESUME_HELLO)
		return n;
	p->status = resume_hello_decode(&h, p->hello) == -1 ?
	    RESUME_UNKNOWN : resume_accept(&p->end[RESUME_HOLDER].r, &h, now);
	if (p->status == RESUME_OK)
		return n;
	resume_joined_encode(&(struct resume_joined){ .status = p->status },
	    joined);
	memcpy(p->pipe[RESUME_CLIENT], joined, sizeof joined);
	p->n[RESUME_CLIENT] = sizeof joined;
	p->hello_n = 0;		/* nothing of the holder comes here */
	return n;
}

/* At most so many bytes arrive at an end; how many. */
static inline size_t
pair_arrive(struct pair *p, int side, size_t most, int64_t now)
{
	size_t n = p->n[side] < most ? p->n[side] : most, used = 0;
	uint8_t *in = p->pipe[side];
	bool lost = false;

	if (n == 0)
		return 0;
	if (side == RESUME_HOLDER && p->hello_n < RESUME_HELLO)
		used = pair_hello(p, in, n, now);
	if (used < n)
		lost = resume_input(&p->end[side].r, in + used, n - used,
		    now) == -1;
	p->n[side] -= n;
	memmove(in, in + n, p->n[side]);
	if (lost && side == RESUME_CLIENT && p->hello_n < RESUME_HELLO) {
		/* The holder never had this transport. */
		resume_lost(&p->end[side].r, now);
		p->linked = false;
	} else if (lost)
		pair_cut(p, now);
	return n;
}

/* The local side of an end gives at most so many bytes; how many. */
static inline size_t
pair_give(struct pair *p, int side, size_t most, int64_t now)
{
	struct pair_end *e = &p->end[side];
	size_t n, i, sum = 0;
	uint8_t *at;

	while (sum < most && resume_room(&e->r) > 0 &&
	    (at = resume_space(&e->r, &n, now)) != NULL) {
		if (n > most - sum)
			n = most - sum;
		for (i = 0; i < n; i++)
			at[i] = pair_byte(side, e->given++);
		resume_read(&e->r, n, now);
		sum += n;
	}
	return sum;
}

static inline void
pair_give_eof(struct pair *p, int side, int64_t now)
{
	p->end[side].eof_given = true;
	resume_read(&p->end[side].r, 0, now);
}

/* The local side of an end takes at most so many bytes; how many. */
static inline size_t
pair_take(struct pair *p, int side, size_t most, int64_t now)
{
	struct pair_end *e = &p->end[side];
	const uint8_t *at;
	size_t n, i, sum = 0;

	while (sum < most && (at = resume_bytes(&e->r, &n)) != NULL) {
		if (n > most - sum)
			n = most - sum;
		for (i = 0; i < n; i++)
			e->wrong |= at[i] != pair_byte(!side, e->taken++);
		resume_delivered(&e->r, n);
		sum += n;
	}
	if (resume_wants_eof(&e->r)) {
		e->eof_taken = true;
		resume_passed_eof(&e->r, now);
	}
	return sum;
}

/* Everything passes until nothing moves. */
static inline void
pair_settle(struct pair *p, int64_t now)
{
	size_t moved;
	int side;

	do {
		moved = 0;
		for (side = 0; side < 2; side++) {
			moved += pair_write(p, side, PAIR_PIPE);
			moved += pair_arrive(p, !side, PAIR_PIPE, now);
			if (!p->end[!side].blocked)
				moved += pair_take(p, !side, PAIR_PIPE, now);
		}
	} while (moved > 0);
}

/* Blocks of memory that an end has for bytes. */
static inline size_t
pair_blocks(const struct resume *r)
{
	size_t i, n = 0;

	for (i = 0; i < r->in.blocks; i++)
		n += r->in.block[i] != NULL;
	for (i = 0; i < r->out.blocks; i++)
		n += r->out.block[i] != NULL;
	return n;
}

#endif
