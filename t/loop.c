/* SPDX-License-Identifier: ISC */
/* A loop that is full watches no more, and takes none for another.  TAP. */
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "sys/loop.h"

static int tests, bad;

static void
ok(bool good, const char *name)
{
	bad += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", ++tests, name);
}

int
main(void)
{
	struct loop l;
	int i, ready[2], quiet[2], slot = LOOP_NEVER;

	if (pipe(ready) == -1 || pipe(quiet) == -1 ||
	    write(ready[1], "", 1) != 1)
		return 1;
	loop_begin(&l);
	for (i = 0; i < LOOP_MAX; i++)
		slot = loop_watch(&l, ready[0], POLLIN);
	i = loop_watch(&l, quiet[0], POLLIN);
	ok(loop_wait(&l) == 0 && loop_ready(&l, slot) == POLLIN,
	    "the last that fits is ready when it is");
	ok(loop_ready(&l, i) == 0, "one too many is not ready in its place");
	printf("1..%d\n", tests);
	return bad != 0;
}
