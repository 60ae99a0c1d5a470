/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "transport/ring.h"

int
ring_start(struct ring *r, size_t size)
{
	/* The bytes may begin and end in the middle of a block. */
	size_t blocks = size / RING_BLOCK + 2;

	*r = (struct ring){ .size = size, .blocks = blocks,
	    .block = calloc(blocks, sizeof *r->block) };
	return r->block == NULL ? -1 : 0;
}

void
ring_free(struct ring *r)
{
	size_t i;

	for (i = 0; r->block != NULL && i < r->blocks; i++)
		free(r->block[i]);
	free(r->block);
	*r = (struct ring){ .begin = r->end, .end = r->end };
}

size_t
ring_held(const struct ring *r)
{
	return (size_t)(r->end - r->begin);
}

size_t
ring_room(const struct ring *r)
{
	return r->block == NULL ? 0 : r->size - ring_held(r);
}

/* The place of the block that byte at belongs to. */
static uint8_t **
ring_block(const struct ring *r, uint64_t at)
{
	return &r->block[at / RING_BLOCK % r->blocks];
}

/* How many of most bytes from at on are in one block. */
static size_t
ring_piece(uint64_t at, size_t most)
{
	size_t left = RING_BLOCK - (size_t)(at % RING_BLOCK);

	return left < most ? left : most;
}

uint8_t *
ring_space(struct ring *r, size_t *n)
{
	uint8_t **block;

	if ((*n = ring_piece(r->end, ring_room(r))) == 0)
		return NULL;
	block = ring_block(r, r->end);
	if (*block == NULL && (*block = malloc(RING_BLOCK)) == NULL)
		return NULL;
	return *block + r->end % RING_BLOCK;
}

void
ring_add(struct ring *r, size_t n)
{
	r->end += n;
}

const uint8_t *
ring_bytes(const struct ring *r, uint64_t at, size_t *n)
{
	if ((*n = ring_piece(at, (size_t)(r->end - at))) == 0)
		return NULL;
	return *ring_block(r, at) + at % RING_BLOCK;
}

void
ring_drop(struct ring *r, uint64_t begin)
{
	uint64_t at = r->begin - r->begin % RING_BLOCK;

	r->begin = begin;
	for (; at < r->end; at += RING_BLOCK) {
		if (at + RING_BLOCK > begin && begin != r->end)
			break;
		free(*ring_block(r, at));
		*ring_block(r, at) = NULL;
	}
}
