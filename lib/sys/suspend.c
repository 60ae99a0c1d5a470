/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/timerfd.h>
#endif

#include <time.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/suspend.h"

enum {
	NAP = 500,		/* ms; below, the clocks differ anyway */
	YEARS = 1 << 29		/* seconds; 17 years */
};

#ifdef __linux__
static int64_t
suspend_ms(clockid_t clock)
{
	struct timespec t;

	return clock_gettime(clock, &t) == -1 ? 0 :
	    (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
suspend_asleep(void)
{
	return suspend_ms(CLOCK_BOOTTIME) - suspend_ms(CLOCK_MONOTONIC);
}

/*
 * Sets a timer of the wall clock that fires only after years.  The kernel
 * cancels the timer when that clock jumps, as it does at every resume.
 */
static void
suspend_arm(int fd)
{
	struct itimerspec far = { .it_value.tv_sec = time(NULL) + YEARS };

	(void)timerfd_settime(fd, TFD_TIMER_ABSTIME |
	    TFD_TIMER_CANCEL_ON_SET, &far, NULL);
}

void
suspend_open(struct suspend *r)
{
	r->slept = suspend_asleep();
	r->fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (r->fd != -1)
		suspend_arm(r->fd);
}

bool
suspend_slept(struct suspend *r)
{
	int64_t slept = suspend_asleep();
	bool longer = slept - r->slept >= NAP;
	uint64_t count;

	/* A cancelled timer reads as ECANCELED, once. */
	if (r->fd != -1) {
		(void)descriptors_read(r->fd, &count, sizeof count);
		suspend_arm(r->fd);
	}
	r->slept = slept;
	return longer;
}
#else
void
suspend_open(struct suspend *r)
{
	*r = (struct suspend){ .fd = -1 };
}

bool
suspend_slept(struct suspend *r)
{
	(void)r;
	return false;
}
#endif

void
suspend_close(struct suspend *r)
{
	if (r->fd != -1)
		close(r->fd);
	r->fd = -1;
}
