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
	    "an ssh that ended needs no signal", NULL);
	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 1000, SSH_STOPPED) == ENDING_DONE,
	    "a stopped ssh gets no signal", NULL);
	ending_start(&e, 1000, 2000);
	ok(ending_step(&e, 2999, SSH_THERE) == ENDING_WAIT && e.timer == 3000,
	    "an ssh that still runs has two seconds", NULL);
	ok(ending_step(&e, 3000, SSH_THERE) == ENDING_TERM,
	    "an ssh that stays gets SIGTERM", NULL);
	ok(ending_step(&e, 3001, SSH_THERE) == ENDING_WAIT && e.timer == 6000,
	    "an ssh that got SIGTERM has three seconds", NULL);
	ok(ending_step(&e, 6000, SSH_THERE) == ENDING_KILL,
	    "an ssh that stays after SIGTERM gets SIGKILL", NULL);
	ok(ending_step(&e, 7000, SSH_THERE) == ENDING_DONE,
	    "nothing is done after SIGKILL", NULL);
}

int
main(void)
{
	test_ending();
	return tap_end();
}
