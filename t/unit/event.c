/* SPDX-License-Identifier: ISC */
/* What a guard reports to its sshp. */
#include <string.h>

#include "../lib/tap.h"
#include "proto/event.h"

static void
test_event(void)
{
	struct event e = { .kind = EVENT_VERDICT, .cause = CAUSE_PATH_BUSY,
	    .attempt = 3, .pid = 99, .port = "22" }, back;
	char out[EVENT_SIZE];
	size_t n;

	snprintf(e.host, sizeof e.host, "h event=hello\n");
	snprintf(e.text, sizeof e.text, "path dead: a=b c");
	n = event_encode(&e, out);
	ok(event_decode(&back, out, n) == 0 && back.kind == EVENT_VERDICT &&
	    back.cause == CAUSE_PATH_BUSY && back.attempt == 3 &&
	    back.pid == 99 && strcmp(back.text, e.text) == 0,
	    "event", "there and back");
	ok(strcmp(back.host, "h event=hello\\x0a") == 0, "event",
	    "a host can't be another key");
	ok(event_decode(&back, "event=banner new=1 text=", 24) == 0 &&
	    back.kind == EVENT_BANNER, "event", "unknown keys are passed over");
	ok(event_decode(&back, "event=nonsense text=", 20) == -1, "event",
	    "an unknown event is none");
	ok(event_decode(&back, "", 0) == -1, "event", "nothing is none");
	ok(event_decode(&back, "event=hello\0text=", 17) == -1, "event",
	    "NUL is refused");
	ok(event_decode(&back, "event=hello \033[2J", 16) == -1, "event",
	    "escapes are refused");
	ok(event_decode(&back, "event=hello text=\"\\x1b[2J\"", 26) == 0 &&
	    strcmp(back.text, "\\x1b[2J") == 0, "event",
	    "and tamed where they are hidden");
	memset(e.text, '\\', sizeof e.text - 1);
	memset(e.host, '%', sizeof e.host - 1);
	n = event_encode(&e, out);
	ok(n < EVENT_SIZE && event_decode(&back, out, n) == 0, "event",
	    "the longest fits");
}

/* Every word of its table is read back. */
static void
test_words(void)
{
	struct event e, heard;
	char out[EVENT_SIZE], name[40];
	int i;

	for (i = 1; i <= EVENT_COUNTERS; i++) {
		e = (struct event){ .kind = (enum event_kind)i };
		snprintf(name, sizeof name, "number %d", i);
		ok(event_decode(&heard, out, event_encode(&e, out)) == 0 &&
		    (int)heard.kind == i, "an event of a guard arrives", name);
	}
}

int
main(void)
{
	test_event();
	test_words();
	return tap_end();
}
