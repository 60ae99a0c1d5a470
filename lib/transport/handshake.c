/* SPDX-License-Identifier: ISC */
#include <stdint.h>
#include <string.h>

#include "transport/handshake.h"

enum {
	LINE, HEAD, BODY, KEYED, /* stages of a side */
	KEXINIT = 20,
	NEWKEYS = 21,
	METHOD = 30, METHOD_END = 49, /* RFC 4250, 4.1.2 */
	SHORTEST = 1 + 1 + 4,	/* padding length, payload, padding */
	LONGEST = 256 * 1024	/* what OpenSSH accepts */
};

static const char ident[] = "SSH-";

/* True if the first line begins as other protocols do and no greeting does. */
static bool
handshake_foreign(const struct handshake *p)
{
	static const char http[] = "HTTP/1.";

	if (p->len >= sizeof http - 1 &&
	    memcmp(p->first, http, sizeof http - 1) == 0)
		return true;
	/* A TLS record, alert or handshake, of any version (RFC 8446, 5.1). */
	return p->len >= 2 && (p->first[0] == 0x15 || p->first[0] == 0x16) &&
	    p->first[1] == 0x03;
}

static void
handshake_byte(struct handshake *p, char c)
{
	if (c == '\n') {
		p->lines++;
		p->column = p->match = 0;
		return;
	}
	if (p->lines == 0 && c != '\r' && p->len < sizeof p->first)
		p->first[p->len++] = c;
	if (p->match == p->column && c == ident[p->match])
		p->match++;
	p->column++;
	if (p->match == sizeof ident - 1)
		p->state = HANDSHAKE_SSH;
}

/* The header of a packet is complete. */
static void
handshake_packet(struct handshake *p, struct handshake_side *s)
{
	size_t length = (size_t)s->head[0] << 24 | (size_t)s->head[1] << 16 |
	    (size_t)s->head[2] << 8 | s->head[3];

	if (length < SHORTEST || length > LONGEST) {
		p->blind = true;
		s->stage = KEYED;
		return;
	}
	s->left = length - 2;
	s->have = 0;
	s->stage = BODY;
	s->last = s->head[5];
	if (s->last == KEXINIT && s == &p->server)
		p->kexinit = true;
	if (s->last >= METHOD && s->last <= METHOD_END)
		p->asked = s == &p->client;
}

/* Takes some of the bytes, at least one; returns what is left. */
static const unsigned char *
handshake_take(struct handshake *p, struct handshake_side *s,
    const unsigned char *c, const unsigned char *end)
{
	size_t n = (size_t)(end - c);

	switch (s->stage) {
	case LINE:
		if (*c == '\n')
			s->stage = HEAD;
		return c + 1;
	case HEAD:
		s->head[s->have++] = *c;
		if (s->have == sizeof s->head)
			handshake_packet(p, s);
		return c + 1;
	case BODY:
		if (n > s->left)
			n = s->left;
		s->left -= n;
		if (s->left == 0)
			s->stage = s->last == NEWKEYS ? KEYED : HEAD;
		return c + n;
	default:
		return end;
	}
}

static void
handshake_side(struct handshake *p, struct handshake_side *s,
    const unsigned char *c, const unsigned char *end)
{
	while (c < end && s->stage != KEYED)
		c = handshake_take(p, s, c, end);
}

enum handshake_state
handshake_feed(struct handshake *p, const void *from, size_t n)
{
	const char *c = from, *end = c + n;

	for (; c < end && p->state < HANDSHAKE_SSH; c++) {
		if (p->state == HANDSHAKE_SILENT)
			p->state = HANDSHAKE_OTHER;
		handshake_byte(p, *c);
	}
	if (p->state == HANDSHAKE_OTHER && handshake_foreign(p))
		p->state = HANDSHAKE_NOT_SSH;
	if (p->state == HANDSHAKE_SSH) {
		handshake_side(p, &p->server, (const unsigned char *)c,
		    (const unsigned char *)end);
		if (p->server.stage == KEYED)
			p->state = HANDSHAKE_KEYED;
	}
	return p->state;
}

void
handshake_told(struct handshake *p, const void *from, size_t n)
{
	const unsigned char *c = from;

	if (p->state != HANDSHAKE_KEYED)
		handshake_side(p, &p->client, c, c + n);
}

bool
handshake_owes(const struct handshake *p)
{
	if (p->state != HANDSHAKE_SSH || p->blind)
		return false;
	/* The side that began a packet must finish it. */
	return !p->kexinit || p->server.stage == BODY ||
	    p->server.have > 0 || p->asked || p->client.stage == KEYED;
}
