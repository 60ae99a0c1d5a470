/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "base/span.h"
#include "transport/ending.h"

enum {
	CLOSED, TERMED, KILLED,	/* stages */
	TERM_GRACE = 3000,	/* for ssh to restore a terminal and exit, ms */
	KILL_GRACE = 1000
};

void
ending_start(struct ending *e, int64_t now, int64_t grace)
{
	*e = (struct ending){ .stage = CLOSED, .timer = now + grace };
}

enum ending_order
ending_step(struct ending *e, int64_t now, enum ending_ssh ssh)
{
	if (ssh != SSH_THERE)
		return ENDING_DONE;
	if (now < e->timer)
		return ENDING_WAIT;
	switch (e->stage++) {
	case CLOSED:
		e->timer = now + TERM_GRACE;
		return ENDING_TERM;
	case TERMED:
		e->timer = now + KILL_GRACE;
		return ENDING_KILL;
	default:
		return ENDING_DONE;
	}
}

/* --- after the server's end of file --- */

void
ending_eof_start(struct ending_eof *e, int64_t silence_limit)
{
	*e = (struct ending_eof){ .silence_limit = silence_limit,
		.since = SPAN_NEVER, .timer = SPAN_NEVER };
}

static void
ending_eof_begin(struct ending_eof *e, int64_t now)
{
	e->since = now;
	e->timer = now + e->silence_limit;
}

void
ending_eof_came(struct ending_eof *e, int64_t now)
{
	if (e->since == SPAN_NEVER)
		ending_eof_begin(e, now);
}

void
ending_eof_forgive(struct ending_eof *e, int64_t now)
{
	if (e->since != SPAN_NEVER)
		ending_eof_begin(e, now);
}

bool
ending_eof_look(const struct ending_eof *e, int64_t now, struct verdict *v)
{
	char span[SPAN_TEXT];

	if (now < e->timer)
		return false;
	*v = (struct verdict){ .cause = CAUSE_LINGERS,
	    .silence = now - e->since };
	snprintf(v->text, sizeof v->text, "the server closed the connection, "
	    "but ssh has not exited for %s", span_text(v->silence, span));
	return true;
}

bool
ending_eof_excused(struct ending_eof *e, int64_t now, enum ending_ssh ssh)
{
	if (ssh == SSH_THERE)
		return false;
	ending_eof_forgive(e, now);
	return true;
}
