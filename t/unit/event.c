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
	    "a report is read as it was written", NULL);
	ok(strcmp(back.host, "h event=hello\\x0a") == 0,
	    "the name of a host cannot become another key", NULL);
	ok(event_decode(&back, "event=banner new=1 text=", 24) == 0 &&
	    back.kind == EVENT_BANNER, "unknown keys of a report are ignored",
	    NULL);
	ok(event_decode(&back, "event=nonsense text=", 20) == -1,
	    "a report of an unknown kind is rejected", NULL);
	ok(event_decode(&back, "", 0) == -1, "an empty report is rejected",
	    NULL);
	ok(event_decode(&back, "event=hello\0text=", 17) == -1,
	    "a report with a NUL is rejected", NULL);
	ok(event_decode(&back, "event=hello \033[2J", 16) == -1,
	    "a report with an escape character is rejected", NULL);
	ok(event_decode(&back, "event=hello text=\"\\x1b[2J\"", 26) == 0 &&
	    strcmp(back.text, "\\x1b[2J") == 0,
	    "an escape character that is quoted in a report stays quoted",
	    NULL);
	memset(e.text, '\\', sizeof e.text - 1);
	memset(e.host, '%', sizeof e.host - 1);
	n = event_encode(&e, out);
	ok(n < EVENT_SIZE && event_decode(&back, out, n) == 0,
	    "the longest report fits", NULL);
}

/* Every word of its table is read back. */
static void
test_words(void)
{
	struct event e, heard;
	char out[EVENT_SIZE], name[40];
	int i;

	for (i = 1; i <= EVENT_PATH; i++) {
		e = (struct event){ .kind = (enum event_kind)i };
		snprintf(name, sizeof name, "number %d", i);
		ok(event_decode(&heard, out, event_encode(&e, out)) == 0 &&
		    (int)heard.kind == i,
		    "each kind of report is read as it was written", name);
	}
}

static void
test_path(void)
{
	static const char bad[] = "event=path path=1 rtt=-5 sent=10";
	struct event e = { .kind = EVENT_PATH, .path = { .known = 1,
	    .rtt = 12000, .worst = 80000, .segments = 9, .resent = 1,
	    .sent = 7, .received = 8, .answered = 40, .hop = PATH_PROXY } };
	struct event back;
	char out[EVENT_SIZE];

	ok(event_decode(&back, out, event_encode(&e, out)) == 0 &&
	    memcmp(&back.path, &e.path, sizeof e.path) == 0,
	    "the figures of a path are read as they were written", NULL);
	ok(event_decode(&back, "event=path", 10) == 0 && !back.path.known,
	    "the question for the figures has none", NULL);
	ok(event_decode(&back, bad, sizeof bad - 1) == 0 && !back.path.known &&
	    back.path.sent == 0, "impossible figures are ignored", NULL);
}

int
main(void)
{
	test_path();
	test_event();
	test_words();
	return tap_end();
}
