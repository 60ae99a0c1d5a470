/* SPDX-License-Identifier: ISC */
/*
 * A loop that is full watches no more, and takes none for another; what is rare
 * is heard, gathered or not.  TAP.
 */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../lib/tap.h"
#include "sys/clock.h"
#include "sys/loop.h"

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
	const char *how = !busy ? NULL : "gathered by epoll";
	struct loop l = { 0 };
	int often[2], rare[2], next[2];
	char c = 0;

	if (pipe(often) == -1 || pipe(rare) == -1 || pipe(next) == -1)
		return;
	loop_busy(&l, busy);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == 0,
	    "a quiet descriptor is not ready", how);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == 0,
	    "a quiet descriptor is not ready in the next turn either", how);
	(void)!write(rare[1], &c, 1);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == POLLIN,
	    "a descriptor with a byte is ready", how);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == POLLIN,
	    "it is ready until the byte is read", how);
	(void)!write(next[1], &c, 1);
	(void)!read(rare[0], &c, 1);
	dup2(next[0], rare[0]);
	ok(turn(&l, often[1], file, rare[0], POLLIN) == POLLIN,
	    "another file behind the same descriptor is heard", how);
	(void)!read(rare[0], &c, 1);
	ok(turn(&l, often[1], file, next[1], 0) == 0,
	    "a pipe with two readers has no error", how);
	close(rare[0]);
	close(next[0]);
	ok((turn(&l, often[1], file, next[1], 0) & POLLERR) != 0,
	    "a pipe without a reader has an error", how);
	loop_busy(&l, false);
	ok((turn(&l, often[1], file, next[1], 0) & POLLERR) != 0,
	    "the error is heard after the busy time, too", how);
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
	    "the last descriptor that fits is heard", NULL);
	ok(loop_ready(&l, i) == 0,
	    "a descriptor that does not fit is not taken for another", NULL);
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
	return tap_end();
}
