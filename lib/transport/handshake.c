/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/quote.h"
#include "base/span.h"
#include "transport/handshake.h"

enum {
	LINE, HEAD, BODY, KEYED, /* stages of a side */
	KEXINIT = 20,
	NEWKEYS = 21,
	METHOD = 30, METHOD_END = 49, /* RFC 4250, 4.1.2 */
	SHORTEST = 1 + 1 + 4,	/* padding length, payload, padding */
	LONGEST = 256 * 1024,	/* what OpenSSH accepts */
	STEP_LEAST = 30000,	/* least limit of a step, ms */
	STEP_HASTY = 15000,	/* the same, if the end loses nothing, ms */
	STEPS = 5,		/* limit of the whole handshake, in steps */
	TRIPS = 10,		/* limit for the banner, in round trips */
	BANNER_LEAST = 1000,	/* limits of the supervisor's limit, ms */
	BANNER_MOST = 600000
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
		p->unreadable = true;
		s->stage = KEYED;
		return;
	}
	s->left = length - 2;
	s->head_len = 0;
	s->stage = BODY;
	s->last = s->head[5];
	if (s->last == KEXINIT && s == &p->server)
		p->kexinit = true;
	if (s->last >= METHOD && s->last <= METHOD_END)
		p->client_waits = s == &p->client;
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
		s->head[s->head_len++] = *c;
		if (s->head_len == sizeof s->head)
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

static void
handshake_server(struct handshake *p, const char *c, const char *end)
{
	for (; c < end && p->state < HANDSHAKE_SSH; c++) {
		if (p->state == HANDSHAKE_SILENT)
			p->state = HANDSHAKE_OTHER;
		handshake_byte(p, *c);
	}
	if (p->state == HANDSHAKE_OTHER && handshake_foreign(p))
		p->state = HANDSHAKE_NOT_SSH;
	if (p->state != HANDSHAKE_SSH)
		return;
	handshake_side(p, &p->server, (const unsigned char *)c,
	    (const unsigned char *)end);
	if (p->server.stage == KEYED)
		p->state = HANDSHAKE_KEYED;
}

bool
handshake_received(struct handshake *p, int64_t now, const void *from, size_t n)
{
	bool spoke = p->state >= HANDSHAKE_SSH;
	const char *c = from;

	if (p->state == HANDSHAKE_KEYED || n == 0)
		return false;
	handshake_server(p, c, c + n);
	p->progress = now;
	if (spoke || p->state < HANDSHAKE_SSH)
		return false;
	p->banner = now;
	return true;
}

void
handshake_sent(struct handshake *p, int64_t now, const void *from, size_t n)
{
	const unsigned char *c = from;

	if (p->state == HANDSHAKE_KEYED || n == 0)
		return;
	handshake_side(p, &p->client, c, c + n);
	p->progress = now;
}

void
handshake_unknown(struct handshake *p)
{
	p->state = HANDSHAKE_KEYED;
}

bool
handshake_owes(const struct handshake *p)
{
	if (p->state != HANDSHAKE_SSH || p->unreadable)
		return false;
	/* The side that began a packet must finish it. */
	return !p->kexinit || p->server.stage == BODY ||
	    p->server.head_len > 0 || p->client_waits ||
	    p->client.stage == KEYED;
}

/* --- the limits --- */

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void
handshake_start(struct handshake *p, const struct handshake_limits *limits,
    int64_t now)
{
	*p = (struct handshake){ .limits = *limits, .connected = now,
		.progress = now };
}

bool
handshake_limit_banner(struct handshake_limits *limits, int64_t ms)
{
	if (limits->command || ms < BANNER_LEAST || ms > BANNER_MOST)
		return false;
	limits->banner = ms;
	return true;
}

/* End of the wait for the banner, ms; SPAN_NEVER if it came. */
static int64_t
handshake_banner_due(const struct handshake *p)
{
	int64_t wait = p->slow > p->limits.banner ? p->slow : p->limits.banner;

	return p->state >= HANDSHAKE_SSH ? SPAN_NEVER : p->connected + wait;
}

/* The limit for the server's next step, ms. */
static int64_t
handshake_step(const struct handshake *p)
{
	int64_t step = p->limits.hasty ? STEP_HASTY : STEP_LEAST;

	return p->limits.deadline > step ? p->limits.deadline : step;
}

static int64_t
handshake_step_due(const struct handshake *p)
{
	return !handshake_owes(p) ? SPAN_NEVER :
	    least(p->progress + handshake_step(p),
	    p->banner + STEPS * handshake_step(p));
}

int64_t
handshake_due(const struct handshake *p)
{
	return p->state == HANDSHAKE_NOT_SSH ? 0 :
	    least(handshake_banner_due(p), handshake_step_due(p));
}

/*
 * A path that is slow now needs a longer limit for the banner.  True if that
 * has just been found, and the new limit is not over.
 */
static bool
handshake_slow(struct handshake *p, int64_t now, int64_t rtt)
{
	if (p->slow != 0 || rtt == -1)
		return false;
	p->slow = 1 + least(TRIPS * rtt, p->limits.deadline);
	return now < handshake_banner_due(p);
}

/* Quotes the text that came instead of a banner. */
static void
handshake_quote(const struct handshake *p, char *out, size_t size)
{
	char line[HANDSHAKE_LINE * 4 + 1];

	if (p->state == HANDSHAKE_SILENT)
		snprintf(out, size, "nothing received");
	else
		snprintf(out, size, "received \"%s\"",
		    quote_visible(line, sizeof line, p->first, p->len));
}

static bool
handshake_no_ssh(struct handshake *p, int64_t now, int64_t rtt,
    struct verdict *v)
{
	char got[HANDSHAKE_LINE * 4 + 32], span[SPAN_TEXT];

	if (p->state != HANDSHAKE_NOT_SSH && (now < handshake_banner_due(p) ||
	    handshake_slow(p, now, rtt)))
		return false;
	handshake_quote(p, got, sizeof got);
	if (p->state == HANDSHAKE_NOT_SSH) {
		*v = (struct verdict){ .cause = CAUSE_NOT_SSH };
		snprintf(v->text, sizeof v->text, "not an SSH server: %s%s",
		    got, p->first[0] == 'H' ?
		    " (a captive portal or web server?)" : "");
		return true;
	}
	*v = (struct verdict){ .cause = CAUSE_NO_BANNER,
	    .silence = handshake_banner_due(p) - p->connected };
	snprintf(v->text, sizeof v->text, "no SSH banner within %s of "
	    "connecting: %s", span_text(v->silence, span), got);
	return true;
}

/* The name of the server's last message. */
static const char *
handshake_message(const struct handshake *p, char out[24])
{
	static const struct { int number; const char *name; } message[] = {
		{ 0, "the banner" }, { KEXINIT, "KEXINIT" },
		{ NEWKEYS, "NEWKEYS" },
	};
	size_t i;

	for (i = 0; i < sizeof message / sizeof *message; i++)
		if (message[i].number == p->server.last)
			return message[i].name;
	snprintf(out, 24, "message %d", p->server.last);
	return out;
}

static bool
handshake_stuck(const struct handshake *p, int64_t now, struct verdict *v)
{
	bool slow = now < p->progress + handshake_step(p);
	char span[SPAN_TEXT], number[24];
	const char *last = handshake_message(p, number);

	if (now < handshake_step_due(p))
		return false;
	*v = (struct verdict){ .cause = CAUSE_HANDSHAKE_STUCK,
	    .silence = now - (slow ? p->banner : p->progress) };
	span_text(v->silence, span);
	if (slow)
		snprintf(v->text, sizeof v->text, "handshake stuck: not "
		    "finished %s after the banner, last received %s", span,
		    last);
	else
		snprintf(v->text, sizeof v->text, "handshake stuck: no "
		    "progress after %s for %s", last, span);
	return true;
}

bool
handshake_look(struct handshake *p, int64_t now, int64_t rtt, struct verdict *v)
{
	return handshake_no_ssh(p, now, rtt, v) || handshake_stuck(p, now, v);
}

bool
handshake_excused(struct handshake *p, int64_t now, const struct verdict *v,
    bool stopped)
{
	if (v->cause != CAUSE_HANDSHAKE_STUCK || !stopped)
		return false;
	handshake_forgive(p, now);
	return true;
}

void
handshake_forgive(struct handshake *p, int64_t now)
{
	p->progress = p->banner = now;
}

void
handshake_reconnected(struct handshake *p, int64_t now)
{
	p->connected = now;
}
