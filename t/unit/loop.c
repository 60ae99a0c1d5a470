/* SPDX-License-Identifier: ISC */
/*
 * A loop that is full watches no more, and takes none for another; what is rare
 * is heard, gathered or not.  TAP.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "sys/clock.h"
#include "sys/loop.h"

static int tests, bad;

static void
ok(bool good, const char *name, bool busy)
{
	bad += !good;
	printf("%sok %d - %s%s\n", good ? "" : "not ", ++tests, name,
	    busy ? ", gathered" : "");
}

/* What a turn says of rare, while another is ready all the time. */
static short
turn(struct loop *l, int often, int file, int rare, short events)
{
	int slot;

	loop_begin(l);
	(void)loop_watch(l, often, POLLOUT);
	(void)loop_watch_rare(l, -1, POLLIN);
	(void)loop_watch_rare(l, file, 0);
	slot = loop_watch_rare(l, rare, events);
	loop_lower(l, clock_now() + 10000);
	return loop_wait(l) == -1 ? -1 : loop_ready(l, slot);
}

static void
test(bool busy, int file)
{
	struct loop l = { 0 };
	int often[2], rare[2], next[2];
	char c = 0;

	if (pipe(often) == -1 || pipe(rare) == -1 || pipe(next) == -1)
		return;
	loop_busy(&l, busy);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == 0, "not ready", busy);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == 0,
	    "nor in the next turn", busy);
	(void)!write(rare[1], &c, 1);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == POLLIN, "ready", busy);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == POLLIN,
	    "still ready", busy);
	(void)!write(next[1], &c, 1);
	(void)!read(rare[0], &c, 1);
	dup2(next[0], rare[0]);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == POLLIN,
	    "ready, what took its place", busy);
	(void)!read(rare[0], &c, 1);
	ok(turn(&l, often[1], file, next[1], 0) == 0, "read by two", busy);
	close(rare[0]);
	close(next[0]);
	ok((turn(&l, often[1], file, next[1], 0) & POLLERR) != 0,
	    "read by nobody", busy);
	loop_busy(&l, false);
	ok((turn(&l, often[1], file, next[1], 0) & POLLERR) != 0,
	    "nor when it is busy no more", busy);
	close(often[0]);
	close(often[1]);
	close(rare[1]);
	close(next[1]);
}

static void
test_full(void)
{
	struct loop l = { 0 };
	int i, ready[2], quiet[2], slot = LOOP_NEVER;

	if (pipe(ready) == -1 || pipe(quiet) == -1 ||
	    write(ready[1], "", 1) != 1)
		return;
	loop_begin(&l);
	for (i = 0; i < LOOP_MAX; i++)
		slot = loop_watch(&l, ready[0], POLLIN);
	i = loop_watch(&l, quiet[0], POLLIN);
	ok(loop_wait(&l) == 0 && loop_ready(&l, slot) == POLLIN,
	    "the last that fits is ready when it is", false);
	ok(loop_ready(&l, i) == 0, "one too many is not ready in its place", false);
	close(ready[0]);
	close(ready[1]);
	close(quiet[0]);
	close(quiet[1]);
}

int
main(void)
{
	int file = open("/proc/self/exe", O_RDONLY);

	test_full();
	test(false, -1);
	test(true, -1);
	/* A file can't be waited for, but is no reason to be deaf. */
	test(true, file);
	printf("1..%d\n", tests);
	return bad != 0;
}
