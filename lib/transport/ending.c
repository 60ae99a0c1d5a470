/* SPDX-License-Identifier: ISC */
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
