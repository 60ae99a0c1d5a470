/* SPDX-License-Identifier: ISC */
/* How an ssh that stays is ended. */
#include "../lib/tap.h"
#include "transport/ending.h"

static void
test_ending(void)
{
	struct ending e;

	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 1000, SSH_LEFT) == ENDING_DONE,
	    "ending", "an ssh that left is let go");
	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 1000, SSH_STOPPED) == ENDING_DONE,
	    "ending", "a stopped one is left alone");
	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 2999, SSH_THERE) == ENDING_WAIT && e.timer == 3000,
	    "ending", "one that is there has a grace");
	ok(ending_step(&e, 3000, SSH_THERE) == ENDING_TERM,
	    "ending", "then it is asked to end");
	ok(ending_step(&e, 3001, SSH_THERE) == ENDING_WAIT && e.timer == 6000,
	    "ending", "has another");
	ok(ending_step(&e, 6000, SSH_THERE) == ENDING_KILL,
	    "ending", "and is made to");
	ok(ending_step(&e, 7000, SSH_THERE) == ENDING_DONE,
	    "ending", "that is all we can do");
}

int
main(void)
{
	test_ending();
	return tap_end();
}
