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
	    "wedge", "five minutes at least");
	ok(!ssh_not_reading_blocked(&w, 999) && ssh_not_reading_blocked(&w,
	    1000), "wedge", "blocked after a second");
	ok(!ssh_not_reading_held(&w, 1000, true, false) && w.since == 0,
	    "wedge", "nothing was read");
	ok(ssh_not_reading_held(&w, 200000, true, true) &&
	    !ssh_not_reading_blocked(&w, 200000), "wedge",
	    "something was read, something waits still");
	ok(!ssh_not_reading_look(&w, 400000) && ssh_not_reading_look(&w,
	    500000), "wedge", "it begins anew");
	ok(ssh_not_reading_held(&w, 500000, false, true) && w.timer ==
	    SPAN_NEVER, "wedge", "all was read: nobody is woken");
	ssh_not_reading_start(&w, 60000);
	ssh_not_reading_held(&w, 0, true, false);
	ok(w.timer == 600000, "wedge", "ten patiences");
}

int
main(void)
{
	test_ssh_not_reading();
	return tap_end();
}
