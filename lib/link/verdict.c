/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/span.h"
#include "base/visible.h"
#include "link/verdict.h"

/* What came instead of a banner, quoted. */
static void
received(const struct phase *p, char *out, size_t size)
{
	char line[PHASE_LINE * 4 + 1];

	if (p->state == PHASE_SILENT)
		snprintf(out, size, "nothing received");
	else
		snprintf(out, size, "received \"%s\"",
		    visible(line, sizeof line, p->first, p->len));
}

char *
verdict_text(const struct verdict *v, char out[VERDICT_TEXT])
{
	char span[SPAN_TEXT], got[PHASE_LINE * 4 + 32] = "";

	span_text(v->silence, span);
	if (v->phase != NULL)
		received(v->phase, got, sizeof got);
	switch (v->kind) {
	case VERDICT_NONE:
		snprintf(out, VERDICT_TEXT, "ended");
		break;
	case VERDICT_BUSY:
		snprintf(out, VERDICT_TEXT, "path dead, busy: %d retransmits "
		    "unanswered, no ack for %s, %lld bytes waiting",
		    v->unanswered, span, (long long)v->pending);
		break;
	case VERDICT_GIVEN_UP:
		snprintf(out, VERDICT_TEXT, "path dead, busy: the kernel gave "
		    "up (%s), no ack for %s", v->error, span);
		break;
	case VERDICT_IDLE:
		snprintf(out, VERDICT_TEXT,
		    "path dead, idle: %d keepalives unanswered",
		    v->unanswered);
		break;
	case VERDICT_NO_BANNER:
		snprintf(out, VERDICT_TEXT,
		    "no SSH banner within %s of connecting: %s", span, got);
		break;
	case VERDICT_NOT_SSH:
		snprintf(out, VERDICT_TEXT, "not an SSH server: %s%s", got,
		    v->phase->first[0] == 'H' ?
		    " (a captive portal or web server?)" : "");
		break;
	case VERDICT_LINGERS:
		snprintf(out, VERDICT_TEXT, "the server closed the connection, "
		    "ssh has not left for %s", span);
		break;
	}
	return out;
}
