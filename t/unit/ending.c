/* SPDX-License-Identifier: ISC */
/* How an ssh that stays is ended. */
#include <string.h>

#include "../lib/tap.h"
#include "base/span.h"
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

/* The server has closed the connection. */
static void
test_eof(void)
{
	struct ending_eof e;
	struct verdict v;

	ending_eof_start(&e, 10000);
	ending_eof_forgive(&e, 1000);
	ok(e.timer == SPAN_NEVER && !ending_eof_look(&e, 1000000, &v),
	    "no time runs before the server closes", NULL);
	ending_eof_came(&e, 2000);
	ending_eof_came(&e, 3000);
	ok(e.timer == 12000 && !ending_eof_look(&e, 11999, &v) &&
	    ending_eof_look(&e, 12000, &v) && v.cause == CAUSE_LINGERS &&
	    v.silence == 10000 && strcmp(v.text, "the server closed the "
	    "connection, but ssh has not exited for 10s") == 0,
	    "an ssh that does not exit after the server closed is ended "
	    "after the limit of silence", v.text);
	ok(!ending_eof_excused(&e, 12000, SSH_THERE) && e.timer == 12000,
	    "an ssh that runs has no excuse", NULL);
	ok(ending_eof_excused(&e, 12000, SSH_STOPPED) && e.timer == 22000,
	    "a stopped ssh has its time again", NULL);
	ok(ending_eof_excused(&e, 22000, SSH_LEFT),
	    "an ssh that is gone or unknown is not ended", NULL);
	ending_eof_forgive(&e, 30000);
	ok(e.timer == 40000, "the time begins again after a pause", NULL);
}

int
main(void)
{
	test_ending();
	test_eof();
	return tap_end();
}
