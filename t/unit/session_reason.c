/* SPDX-License-Identifier: ISC */
/* The causes of an end, from a guard or ssh to the history. */
#include <string.h>

#include "../lib/tap.h"
#include "proto/cause.h"
#include "proto/event.h"
#include "supervise/session.h"
#include "supervise/history.h"

/* Every cause of a session's end is read back from a history, and has words. */
static void
test_session_causes(void)
{
	struct history_event e, back;
	char line[HISTORY_LINE], name[40];
	int cause;

	for (cause = CAUSE_UNKNOWN; cause < CAUSES; cause++) {
		e = (struct history_event){ .kind = HISTORY_LOST, .time = 1,
		    .cause = cause };
		snprintf(name, sizeof name, "cause %d", cause);
		ok(history_read(&back, line, history_write(&e, line)) == 0 &&
		    strcmp(cause_table[back.cause].name,
		    cause_table[cause].name) == 0 &&
		    cause_table[back.cause].class == cause_table[cause].class &&
		    *cause_table[cause].words != '\0',
		    "a session's cause is kept in the history, and has words",
		    name);
	}
}

/* The same of what a guard reports, and of why that ended a session. */
static void
test_event_causes(void)
{
	struct event e, back;
	struct session_reason r;
	char packet[EVENT_SIZE], name[40];
	enum cause said;
	int cause;

	for (cause = CAUSE_UNKNOWN; cause < CAUSES; cause++) {
		e = (struct event){ .kind = EVENT_VERDICT, .text = "why",
		    .cause = (enum cause)cause };
		snprintf(name, sizeof name, "cause %d", cause);
		session_reason_begin(&r);
		said = event_decode(&back, packet, event_encode(&e,
		    packet)) == -1 ? CAUSE_UNKNOWN : session_reason_event(&r,
		    &back);
		ok(cause_table[back.cause].class == cause_table[cause].class &&
		    said != CAUSE_UNKNOWN,
		    "a guard's cause arrives, and is a session's", name);
	}
	ok(event_decode(&back, "event=verdict silent=9223372036854775807 "
	    "quiet=-1", 49) == 0 && back.silent == 0 && back.quiet == 0,
	    "a guard's number that no clock gives is not believed", "silent");
}

int
main(void)
{
	test_session_causes();
	test_event_causes();
	return tap_end();
}
