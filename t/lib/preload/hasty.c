/* SPDX-License-Identifier: ISC */
/*
 * A preload: time since boot runs $HASTE times as fast, and whoever waits for
 * it in poll(2) waits that much shorter.  The hour of the day is what it is.
 */
#include <sys/syscall.h>

#include <poll.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long
haste(void)
{
	const char *text = getenv("HASTE");

	return text == NULL ? 1 : atoll(text);
}

int
clock_gettime(clockid_t clock, struct timespec *t)
{
	int r = (int)syscall(SYS_clock_gettime, clock, t);
	long long ns;

	if (r == 0 && (clock == CLOCK_BOOTTIME || clock == CLOCK_MONOTONIC)) {
		/* Within a second; no machine has been up for 2^63 ns. */
		ns = t->tv_nsec * haste();
		t->tv_sec = t->tv_sec * haste() + ns / 1000000000;
		t->tv_nsec = (long)(ns % 1000000000);
	}
	return r;
}

int
poll(struct pollfd *set, nfds_t n, int timeout)
{
	struct timespec t;
	long long ns = timeout * 1000000LL / haste();

	t.tv_sec = (time_t)(ns / 1000000000);
	t.tv_nsec = (long)(ns % 1000000000);
	return (int)syscall(SYS_ppoll, set, n, timeout < 0 ? NULL : &t, NULL,
	    0);
}
