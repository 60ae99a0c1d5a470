/* SPDX-License-Identifier: ISC */
/* One direction of a relay. */
#include "../lib/tap.h"
#include "transport/flow.h"

static void
test_flow(void)
{
	struct flow f = { 0 };

	ok(flow_wants_read(&f) && !flow_wants_write(&f) && !flow_wants_end(&f),
	    "flow", "an empty one reads");
	flow_read(&f, 10);
	ok(!flow_wants_read(&f) && flow_wants_write(&f),
	    "flow", "what is held is written before more is read");
	flow_wrote(&f, 4);
	ok(f.held == 6 && !flow_wants_read(&f), "flow", "a short write");
	flow_wrote(&f, 6);
	ok(flow_wants_read(&f) && !flow_wants_write(&f), "flow",
	    "and the rest");
	flow_read(&f, 3);
	flow_read(&f, 0);
	ok(!flow_wants_end(&f) && !flow_wants_read(&f),
	    "flow", "the end waits behind the last byte");
	flow_wrote(&f, 3);
	ok(flow_wants_end(&f) && !flow_over(&f), "flow", "then it is due");
	flow_passed(&f);
	ok(!flow_wants_end(&f) && flow_over(&f), "flow", "once");
	f = (struct flow){ 0 };
	flow_read(&f, 5);
	flow_broke(&f);
	ok(flow_over(&f) && !flow_wants_write(&f) && !flow_wants_read(&f) &&
	    !flow_wants_end(&f), "flow", "a broken one wants nothing");
}

int
main(void)
{
	test_flow();
	return tap_end();
}
