/* SPDX-License-Identifier: ISC */
/* The state of a path in the last minute. */
#include "../lib/tap.h"
#include "transport/path.h"

enum { BEGAN = 1000000, SECOND = 1000 };

/* Traffic from one second to another, each second the same. */
static void
flows(struct path *p, int from, int to, int64_t rtt, int segments, int resent)
{
	int i;

	for (i = from; i < to; i++) {
		path_bytes(p, BEGAN + i * SECOND, p->now.sent + 100,
		    p->now.received + 2000);
		path_sample(p, BEGAN + i * SECOND, rtt,
		    p->now.segments + segments, p->now.resent + resent);
	}
}

static void
test_minute(void)
{
	struct path_figures f;
	struct path p;

	path_start(&p, BEGAN, false);
	path_report(&p, BEGAN + SECOND, &f);
	ok(f.known == 1 && f.rtt == 0 && f.segments == 0 && f.sent_rate == 0,
	    "before any traffic there are no figures but zero", NULL);
	flows(&p, 0, 30, 20000, 10, 0);
	path_report(&p, BEGAN + 30 * SECOND, &f);
	ok(f.sent == 3000 && f.sent_rate == 100 && f.received_rate == 2000,
	    "in the first minute the rate is that since the start", NULL);
	flows(&p, 30, 300, 20000, 10, 0);
	flows(&p, 300, 310, 90000, 10, 2);
	flows(&p, 310, 330, 30000, 10, 0);
	path_report(&p, BEGAN + 330 * SECOND, &f);
	ok(f.rtt == 30000 && f.worst == 90000,
	    "the longest round trip of the minute is kept", NULL);
	ok(f.resent == 20 && f.segments >= 600 && f.segments <= 650,
	    "retransmits are counted in the last minute", NULL);
	ok(f.all_segments == 3300 && f.all_resent == 20 && f.sent == 33000,
	    "the counters of the connection are all that was sent", NULL);
	flows(&p, 330, 400, 30000, 10, 0);
	path_report(&p, BEGAN + 400 * SECOND, &f);
	ok(f.worst == 30000 && f.resent == 0,
	    "what is older than a minute counts no more", NULL);
	ok(f.sent_rate >= 95 && f.sent_rate <= 110,
	    "the rate is that of the minute", NULL);
	path_report(&p, BEGAN + 700 * SECOND, &f);
	ok(f.sent_rate == 0 && f.segments == 0,
	    "after five idle minutes nothing was sent lately", NULL);
}

static void
test_loss(void)
{
	struct path_figures f;
	struct path p;

	path_start(&p, BEGAN, false);
	flows(&p, 0, 200, 20000, 10, 0);
	/* The path is dead from here on. */
	path_sample(&p, BEGAN + 205 * SECOND, 20000, p.now.segments + 9,
	    p.now.resent + 9);
	path_report(&p, BEGAN + 200 * SECOND, &f);
	ok(f.resent == 0 && f.segments >= 600 && f.segments <= 650,
	    "the minute before a loss has no retransmits of the dead path",
	    NULL);
}

static void
test_burst(void)
{
	struct path_figures f;
	struct path p;

	path_start(&p, BEGAN, false);
	flows(&p, 0, 10, 20000, 10, 0);
	path_bytes(&p, BEGAN + 600 * SECOND, 7000, 20000);
	path_report(&p, BEGAN + 600 * SECOND, &f);
	ok(f.sent_rate == 100, "bytes after a long pause count over a minute",
	    NULL);
	path_start(&p, BEGAN, true);
	flows(&p, 0, 10, 20000, 10, 0);
	path_bytes(&p, BEGAN + 609 * SECOND, 601000, 20000);
	path_report(&p, BEGAN + 609 * SECOND, &f);
	ok(f.sent_rate == 1000, "bytes that nobody saw in time count over the "
	    "time since the last sample", NULL);
}

static void
test_long(void)
{
	struct path_figures f;
	struct path p;

	path_start(&p, BEGAN, false);
	flows(&p, 0, 1000, 20000, 10, 1);
	path_report(&p, BEGAN + 700 * SECOND, &f);
	ok(f.segments >= 0 && f.sent_rate >= 0,
	    "a time before the oldest slot gives no negative figures", NULL);
}

int
main(void)
{
	test_minute();
	test_loss();
	test_burst();
	test_long();
	return tap_end();
}
