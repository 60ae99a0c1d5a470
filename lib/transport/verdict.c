/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/quote.h"
#include "base/span.h"
#include "transport/verdict.h"

/* Quotes the text that came instead of a banner. */
static void
received(const struct handshake *p, char *out, size_t size)
{
	char line[HANDSHAKE_LINE * 4 + 1];

	if (p->state == HANDSHAKE_SILENT)
		snprintf(out, size, "nothing received");
	else
		snprintf(out, size, "received \"%s\"",
		    quote_visible(line, sizeof line, p->first, p->len));
}

/* The probes that had no answer, and for how long. */
static void
unanswered(const struct verdict *v, const char *span, char *out, size_t size)
{
	snprintf(out, size, "%d %s unanswered for %s", v->unanswered,
	    v->busy ? "retransmits" : "probes", span);
}

static void
displaced(const struct verdict *v, const char *span, char *out)
{
	char asked[80], asleep[SPAN_TEXT];

	unanswered(v, span, asked, sizeof asked);
	if (v->cause == CAUSE_ADDRESS_GONE && v->chosen != NULL)
		snprintf(out, VERDICT_TEXT, "address gone: no interface has "
		    "%s, the route to the server is from %s now",
		    v->mine, v->chosen);
	else if (v->cause == CAUSE_ADDRESS_GONE)
		snprintf(out, VERDICT_TEXT, "address gone: no interface has "
		    "had %s for %s", v->mine, span);
	else if (v->cause == CAUSE_ROUTE_MOVED)
		snprintf(out, VERDICT_TEXT, "route moved: the route to the "
		    "server is from %s now, not %s; %s", v->chosen, v->mine,
		    asked);
	else if (v->cause == CAUSE_RESUMED)
		snprintf(out, VERDICT_TEXT, "resumed after %s asleep: %s",
		    span_text(v->asleep, asleep), asked);
	else
		snprintf(out, VERDICT_TEXT, "the network is back: %s", asked);
}

static void
stuck(const struct verdict *v, const char *span, char *out)
{
	static const struct { int number; const char *name; } message[] = {
		{ 0, "the banner" }, { 20, "KEXINIT" }, { 21, "NEWKEYS" },
	};
	char number[24];
	const char *name = number;
	size_t i;

	snprintf(number, sizeof number, "message %d", v->phase->server.last);
	for (i = 0; i < sizeof message / sizeof *message; i++)
		if (message[i].number == v->phase->server.last)
			name = message[i].name;
	if (v->slow)
		snprintf(out, VERDICT_TEXT, "handshake stuck: not finished %s "
		    "after the banner, last received %s", span, name);
	else
		snprintf(out, VERDICT_TEXT, "handshake stuck: no progress "
		    "after %s for %s", name, span);
}

/* The path: what was asked of it, and not answered. */
static void
dead(const struct verdict *v, const char *span, char *out)
{
	if (v->cause == CAUSE_PATH_BUSY)
		snprintf(out, VERDICT_TEXT, "path dead, busy: %d retransmits "
		    "unanswered, no ack for %s, %lld bytes waiting",
		    v->unanswered, span, (long long)v->pending);
	else if (v->cause == CAUSE_PATH_GIVEN_UP)
		snprintf(out, VERDICT_TEXT, "path dead, busy: the kernel gave "
		    "up (%s), no ack for %s", v->error, span);
	else
		snprintf(out, VERDICT_TEXT,
		    "path dead, idle: %d keepalives unanswered",
		    v->unanswered);
}

/* What should be an SSH server, and is silent or something else. */
static void
no_ssh(const struct verdict *v, const char *span, char *out)
{
	char got[HANDSHAKE_LINE * 4 + 32] = "";

	if (v->phase != NULL && v->phase->state < HANDSHAKE_SSH)
		received(v->phase, got, sizeof got);
	if (v->cause == CAUSE_NO_BANNER)
		snprintf(out, VERDICT_TEXT,
		    "no SSH banner within %s of connecting: %s", span, got);
	else
		snprintf(out, VERDICT_TEXT, "not an SSH server: %s%s", got,
		    v->phase->first[0] == 'H' ?
		    " (a captive portal or web server?)" : "");
}

static void
frozen(const struct verdict *v, const char *span, char *out)
{
	snprintf(out, VERDICT_TEXT, "%s %d keepalives of ssh unanswered, "
	    "nothing received for %s", v->unseen ?
	    "path dead or peer frozen (behind a proxy or a command):" :
	    "peer frozen: its kernel acknowledges,", v->unanswered, span);
}

char *
verdict_text(const struct verdict *v, char out[VERDICT_TEXT])
{
	char span[SPAN_TEXT];

	span_text(v->silence, span);
	switch (v->cause) {
	case CAUSE_PATH_BUSY:
	case CAUSE_PATH_GIVEN_UP:
	case CAUSE_PATH_IDLE:
		dead(v, span, out);
		break;
	case CAUSE_NO_BANNER:
	case CAUSE_NOT_SSH:
		no_ssh(v, span, out);
		break;
	case CAUSE_LINGERS:
		snprintf(out, VERDICT_TEXT, "the server closed the connection, "
		    "but ssh has not exited for %s", span);
		break;
	case CAUSE_ADDRESS_GONE:
	case CAUSE_ROUTE_MOVED:
	case CAUSE_RESUMED:
	case CAUSE_PATH_RETURNED:
		displaced(v, span, out);
		break;
	case CAUSE_HANDSHAKE_STUCK:
		stuck(v, span, out);
		break;
	case CAUSE_PEER_FROZEN:
		frozen(v, span, out);
		break;
	case CAUSE_SSH_WEDGED:
		snprintf(out, VERDICT_TEXT, "ssh wedged: ssh has read nothing "
		    "for %s, %lld bytes waiting", span,
		    (long long)v->pending);
		break;
	default:
		snprintf(out, VERDICT_TEXT, "%s",
		    cause_table[v->cause].words);
	}
	return out;
}
