/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <string.h>

#include "link/phase.h"

static const char ident[] = "SSH-";

/* True if the first line begins as other protocols do and no greeting does. */
static bool
phase_foreign(const struct phase *p)
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
phase_byte(struct phase *p, char c)
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
		p->state = PHASE_SSH;
}

enum phase_state
phase_feed(struct phase *p, const void *from, size_t n)
{
	const char *c = from, *end = c + n;

	for (; c < end && p->state != PHASE_SSH; c++) {
		if (p->state == PHASE_SILENT)
			p->state = PHASE_OTHER;
		phase_byte(p, *c);
	}
	if (p->state == PHASE_OTHER && phase_foreign(p))
		p->state = PHASE_NOT_SSH;
	return p->state;
}
