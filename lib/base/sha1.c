/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/sha1.h"

enum { BLOCK = 64 };

static uint32_t
turn(uint32_t x, int by)
{
	return x << by | x >> (32 - by);
}

/* FIPS 180-4, 4.1.1 and 4.2.1: the function and the constant of round t. */
static uint32_t
mix(int t, uint32_t b, uint32_t c, uint32_t d)
{
	if (t < 20)
		return ((b & c) | (~b & d)) + 0x5a827999;
	if (t < 40)
		return (b ^ c ^ d) + 0x6ed9eba1;
	if (t < 60)
		return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
	return (b ^ c ^ d) + 0xca62c1d6;
}

/* 6.1.2 */
static void
block(uint32_t h[5], const unsigned char *p)
{
	uint32_t w[80], v[5], next;
	int t;

	for (t = 0; t < 16; t++, p += 4)
		w[t] = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
		    (uint32_t)p[2] << 8 | p[3];
	for (; t < 80; t++)
		w[t] = turn(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
	memcpy(v, h, sizeof v);
	for (t = 0; t < 80; t++) {
		next = turn(v[0], 5) + mix(t, v[1], v[2], v[3]) + v[4] + w[t];
		v[4] = v[3];
		v[3] = v[2];
		v[2] = turn(v[1], 30);
		v[1] = v[0];
		v[0] = next;
	}
	for (t = 0; t < 5; t++)
		h[t] += v[t];
}

char *
sha1_hex(char out[SHA1_HEX], const void *from, size_t n)
{
	uint32_t h[5] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476,
	    0xc3d2e1f0 };
	unsigned char last[2 * BLOCK] = { 0 };
	const unsigned char *p = from;
	uint64_t bits = (uint64_t)n * 8;
	size_t left, end;
	int i;

	for (left = n; left >= BLOCK; left -= BLOCK, p += BLOCK)
		block(h, p);
	if (left > 0)
		memcpy(last, p, left);
	last[left] = 0x80;
	end = left < BLOCK - 8 ? BLOCK : 2 * BLOCK;
	for (i = 1; i <= 8; i++, bits >>= 8)
		last[end - (size_t)i] = (unsigned char)bits;
	block(h, last);
	if (end > BLOCK)
		block(h, last + BLOCK);
	for (i = 0; i < 5; i++)
		snprintf(out + 8 * i, 9, "%08x", (unsigned)h[i]);
	return out;
}
