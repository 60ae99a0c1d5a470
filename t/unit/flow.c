/* SPDX-License-Identifier: ISC */
/* One direction of a relay. */
#include "../lib/tap.h"
#include "transport/flow.h"

static void
test_flow(void)
{
	struct flow f = { 0 };

	ok(flow_wants_read(&f) && !flow_wants_write(&f) && !flow_wants_end(&f),
	    "an empty buffer wants to read", NULL);
	flow_read(&f, 10);
	ok(!flow_wants_read(&f) && flow_wants_write(&f),
	    "held bytes are written before more is read", NULL);
	flow_wrote(&f, 4);
	ok(f.held == 6 && !flow_wants_read(&f),
	    "after a short write the rest is still held", NULL);
	flow_wrote(&f, 6);
	ok(flow_wants_read(&f) && !flow_wants_write(&f),
	    "the buffer reads again once the rest is written", NULL);
	flow_read(&f, 3);
	flow_read(&f, 0);
	ok(!flow_wants_end(&f) && !flow_wants_read(&f),
	    "the end of file waits until the last byte is written", NULL);
	flow_wrote(&f, 3);
	ok(flow_wants_end(&f) && !flow_over(&f),
	    "the end of file is passed on after the last byte", NULL);
	flow_passed(&f);
	ok(!flow_wants_end(&f) && flow_over(&f),
	    "the end of file is passed on once", NULL);
	f = (struct flow){ 0 };
	flow_read(&f, 5);
	flow_broke(&f);
	ok(flow_over(&f) && !flow_wants_write(&f) && !flow_wants_read(&f) &&
	    !flow_wants_end(&f), "a broken direction neither reads nor writes",
	    NULL);
}

int
main(void)
{
	test_flow();
	return tap_end();
}
