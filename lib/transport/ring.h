/* SPDX-License-Identifier: ISC */
/* The bytes of a stream between two sequence numbers, in memory. */
#ifndef TRANSPORT_RING_H
#define TRANSPORT_RING_H

#include <stddef.h>
#include <stdint.h>

/*
 * A byte is named by its sequence number: how many bytes of the stream came
 * before it, 64 bits, never reused.  The ring has the bytes from begin to end.
 * Memory is taken in blocks as bytes are added, and freed as they are dropped:
 * an empty ring has none.
 */
struct ring {
	uint8_t **block;	/* RING_BLOCK bytes each, NULL if empty;
				   byte i: block[i / RING_BLOCK % blocks] */
	size_t blocks;		/* elements of block */
	size_t size;		/* most bytes at a time */
	uint64_t begin, end;	/* sequence numbers: of the first byte, and
				   behind the last */
};

#define RING_BLOCK ((size_t)65536)

/* Begins an empty stream.  Returns 0; or -1 without memory. */
int	ring_start(struct ring *r, size_t size);

/* Frees all memory; r is then empty and has no room. */
void	ring_free(struct ring *r);

size_t	ring_held(const struct ring *r);

/* How many bytes may be added now. */
size_t	ring_room(const struct ring *r);

/*
 * Memory for the next bytes; *n: how many of them, at least 1, as one piece.
 * NULL if the ring is full, or without memory.
 */
uint8_t	*ring_space(struct ring *r, size_t *n);

/* n bytes were written to what ring_space() returned. */
void	ring_add(struct ring *r, size_t n);

/*
 * The bytes from sequence number at on; *n: how many as one piece.  NULL if at
 * is the end.  at must not be before the begin or behind the end.
 */
const uint8_t	*ring_bytes(const struct ring *r, uint64_t at, size_t *n);

/* Drops the bytes before sequence number begin, which must be in the ring. */
void	ring_drop(struct ring *r, uint64_t begin);

#endif
