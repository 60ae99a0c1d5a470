/* SPDX-License-Identifier: ISC */
/* An ssh that reads nothing for minutes. */
#include <string.h>

#include "../lib/tap.h"
#include "base/span.h"
#include "transport/ssh_not_reading.h"

static void
test_ssh_not_reading(void)
{
	struct ssh_not_reading w;
	struct verdict v;

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
	ok(!ssh_not_reading_look(&w, 400000, 7, &v) &&
	    ssh_not_reading_look(&w, 500000, 7, &v), "an ssh is ended five minutes after its last read", NULL);
	ok(ssh_not_reading_held(&w, 500000, false, true) && w.timer ==
	    SPAN_NEVER, "no timer runs once ssh has read all", NULL);
	ssh_not_reading_start(&w, 60000);
	ssh_not_reading_held(&w, 0, true, false);
	ok(w.timer == 600000, "an ssh has ten times the timeout", NULL);
}

static void
test_excused(void)
{
	struct ssh_not_reading w;
	struct verdict v;

	ssh_not_reading_start(&w, 10000);
	ssh_not_reading_held(&w, 0, true, false);
	ok(ssh_not_reading_look(&w, 300000, 7, &v) &&
	    v.cause == CAUSE_SSH_WEDGED && v.silence == 300000 &&
	    strcmp(v.text, "ssh wedged: ssh has read nothing for 5m00s, 7 bytes "
	    "waiting") == 0, "the verdict tells how long ssh has read nothing",
	    v.text);
	ok(!ssh_not_reading_excused(&w, 300000, SSH_THERE, false) &&
	    w.timer == 300000, "an ssh that runs without a reason is ended",
	    NULL);
	ok(ssh_not_reading_excused(&w, 300000, SSH_THERE, true) &&
	    w.timer == 600000,
	    "an ssh that waits for a disk or a halted terminal has its time "
	    "again", NULL);
	ok(ssh_not_reading_excused(&w, 600000, SSH_STOPPED, false) &&
	    w.timer == 900000, "a stopped ssh has its time again", NULL);
	ok(ssh_not_reading_excused(&w, 900000, SSH_LEFT, false),
	    "an ssh that is gone or unknown is not ended", NULL);
}

int
main(void)
{
	test_ssh_not_reading();
	test_excused();
	return tap_end();
}
