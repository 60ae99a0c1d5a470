/* SPDX-License-Identifier: ISC */
/* An ssh that reads nothing for minutes. */
#include "../lib/tap.h"
#include "base/span.h"
#include "transport/ssh_not_reading.h"

static void
test_ssh_not_reading(void)
{
	struct ssh_not_reading w;

	ssh_not_reading_start(&w, 10000);
	ok(!ssh_not_reading_held(&w, 0, true, true) && w.timer == 300000,
	    "an ssh has five minutes at least", NULL);
	ok(!ssh_not_reading_blocked(&w, 999) && ssh_not_reading_blocked(&w,
	    1000), "an ssh counts as blocked after a second without a read",
	    NULL);
	ok(!ssh_not_reading_held(&w, 1000, true, false) && w.since == 0,
	    "without held bytes no time runs", NULL);
	ok(ssh_not_reading_held(&w, 200000, true, true) &&
	    !ssh_not_reading_blocked(&w, 200000),
	    "the time begins again when ssh reads a part", NULL);
	ok(!ssh_not_reading_look(&w, 400000) && ssh_not_reading_look(&w,
	    500000), "an ssh is ended five minutes after its last read", NULL);
	ok(ssh_not_reading_held(&w, 500000, false, true) && w.timer ==
	    SPAN_NEVER, "no timer runs once ssh has read all", NULL);
	ssh_not_reading_start(&w, 60000);
	ssh_not_reading_held(&w, 0, true, false);
	ok(w.timer == 600000, "an ssh has ten times the patience", NULL);
}

int
main(void)
{
	test_ssh_not_reading();
	return tap_end();
}
