/* SPDX-License-Identifier: ISC */
/*
 * When PersistCheck is run: each row is what happens at a time (ms), and what
 * must come of it.
 */
#include "../lib/tap.h"
#include "base/span.h"
#include "supervise/check.h"

struct check_row {
	int64_t now;
	char what;	/* (u)p, (d)own, (t)imer, ended (w)ell, (b)adly */
	unsigned orders;
	int64_t timer;
};

static void
check_rows(const char *name, int64_t interval, const struct check_row *row,
    size_t n)
{
	struct check c;
	unsigned orders;
	bool good = true;
	size_t i;

	check_start(&c, interval);
	for (i = 0; i < n && good; i++) {
		orders = row[i].what == 'w' || row[i].what == 'b' ?
		    check_ended(&c, row[i].what == 'w') :
		    check_look(&c, row[i].now, row[i].what == 'u' ||
		    (row[i].what == 't' && c.up));
		good = orders == row[i].orders && c.timer == row[i].timer;
		if (!good)
			printf("# row %zu: orders %x, timer %lld\n", i, orders,
			    (long long)c.timer);
	}
	ok(good, name, NULL);
}

#define ROWS(name, interval, ...) \
	check_rows(name, interval, (const struct check_row []){ __VA_ARGS__ }, \
	    sizeof (const struct check_row []){ __VA_ARGS__ } / \
	    sizeof (struct check_row))

static void
test_check(void)
{
	ROWS("no check, nothing to do", 0,
	    { 0, 'u', 0, SPAN_NEVER }, { 90000, 't', 0, SPAN_NEVER });
	ROWS("the first check comes an interval after it is up", 100,
	    { 0, 't', 0, SPAN_NEVER }, { 50, 'u', 0, 150 },
	    { 149, 't', 0, 150 }, { 150, 't', CHECK_RUN, 250 });
	ROWS("three failures in a row are a dead tunnel", 100,
	    { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 0, 'b', 0, 200 }, { 200, 't', CHECK_RUN, 300 },
	    { 0, 'b', 0, 300 }, { 300, 't', CHECK_RUN, 400 },
	    { 0, 'b', CHECK_DEAD, SPAN_NEVER },
	    { 400, 't', 0, SPAN_NEVER }, { 450, 'd', 0, SPAN_NEVER });
	ROWS("a good one in between counts from nothing", 100,
	    { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 0, 'b', 0, 200 }, { 200, 't', CHECK_RUN, 300 },
	    { 0, 'b', 0, 300 }, { 300, 't', CHECK_RUN, 400 },
	    { 0, 'w', 0, 400 }, { 400, 't', CHECK_RUN, 500 },
	    { 0, 'b', 0, 500 }, { 500, 't', CHECK_RUN, 600 },
	    { 0, 'b', 0, 600 });
	ROWS("a check that hangs is ended when the next is due, and has failed",
	    100, { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 200, 't', CHECK_KILL | CHECK_RUN, 300 },
	    { 300, 't', CHECK_KILL | CHECK_RUN, 400 },
	    { 400, 't', CHECK_KILL | CHECK_DEAD, SPAN_NEVER });
	ROWS("a tunnel that is lost is not checked, and begins anew", 100,
	    { 0, 'u', 0, 100 }, { 100, 't', CHECK_RUN, 200 },
	    { 0, 'b', 0, 200 }, { 200, 't', CHECK_RUN, 300 },
	    { 0, 'b', 0, 300 }, { 300, 't', CHECK_RUN, 400 },
	    { 310, 'd', CHECK_KILL, SPAN_NEVER },
	    { 320, 'u', 0, 420 }, { 420, 't', CHECK_RUN, 520 },
	    { 0, 'b', 0, 520 });
	ROWS("an end of a check that sshp does not wait for is ignored", 100,
	    { 0, 'u', 0, 100 }, { 0, 'b', 0, 100 }, { 0, 'b', 0, 100 },
	    { 0, 'b', 0, 100 });
}

int
main(void)
{
	test_check();
	return tap_end();
}
