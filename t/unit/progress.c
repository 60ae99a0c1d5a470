/* SPDX-License-Identifier: ISC */
/* When the terminal shows that ssh still connects. */
#include "../lib/tap.h"
#include "base/span.h"
#include "supervise/progress.h"

enum { BEGAN = 50000 };

static struct progress
began(enum progress_kind kind, bool reported)
{
	struct progress p;

	progress_begin(&p, kind, BEGAN);
	if (reported)
		progress_event(&p, EVENT_HELLO, kind != PROGRESS_JUMP);
	return p;
}

/* Events, one after the other, of our guard or of another below it. */
static bool
shows(enum progress_kind kind, enum event_kind event, bool ours)
{
	struct progress p = began(kind, true);

	progress_event(&p, event, ours);
	return progress_shows(&p, BEGAN + 5000);
}

static void
test_time(void)
{
	struct progress p = began(PROGRESS_BANNER, true);

	ok(!progress_shows(&p, BEGAN + 1999) && progress_shows(&p,
	    BEGAN + 2000), "the line appears two seconds after ssh's start",
	    NULL);
	ok(progress_due(&p, BEGAN + 10) == BEGAN + 2000 &&
	    progress_due(&p, BEGAN + 2000) == BEGAN + 3000 &&
	    progress_due(&p, BEGAN + 3999) == BEGAN + 4000,
	    "the line is drawn at each whole second", NULL);
	p = began(PROGRESS_BANNER, false);
	ok(!progress_shows(&p, BEGAN + 9000) && progress_due(&p, BEGAN) ==
	    SPAN_NEVER, "without a word of the guard there is no line, and no "
	    "wake-up", NULL);
	p = began(PROGRESS_NONE, true);
	ok(!progress_shows(&p, BEGAN + 9000) && progress_due(&p, BEGAN) ==
	    SPAN_NEVER, "an ssh that may ask before has no line", NULL);
}

static void
test_end(void)
{
	ok(shows(PROGRESS_BANNER, EVENT_CONNECTED, true),
	    "the line stays while a connected server is silent", NULL);
	ok(!shows(PROGRESS_BANNER, EVENT_BANNER, true),
	    "the server's banner ends the line, because ssh may now ask", NULL);
	ok(!shows(PROGRESS_BANNER, EVENT_FAILED, true),
	    "a failed attempt ends the line", NULL);
	ok(!shows(PROGRESS_CONNECTED, EVENT_CONNECTED, true),
	    "with a passed socket the connect ends the line, because the guard "
	    "sees the banner late", NULL);
	ok(!shows(PROGRESS_JUMP, EVENT_CONNECTED, false),
	    "the connect to the first jump host ends the line", NULL);
	ok(shows(PROGRESS_JUMP, EVENT_RESOLVED, false),
	    "the line stays while the first jump host does not answer", NULL);
	ok(shows(PROGRESS_BANNER, EVENT_BANNER, false),
	    "a guard below ours does not end the line of a direct connection",
	    NULL);
}

int
main(void)
{
	test_time();
	test_end();
	return tap_end();
}
