/* SPDX-License-Identifier: ISC */
#ifdef __linux__
#include <sys/timerfd.h>
#endif

#include <time.h>
#include <unistd.h>

#include "sys/descriptors.h"
#include "sys/suspend.h"

enum {
	NAP = 500,		/* ms: less is the clocks' own difference */
	YEARS = 1 << 29		/* seconds */
};

#ifdef __linux__
static int64_t
resume_ms(clockid_t clock)
{
	struct timespec t;

	return clock_gettime(clock, &t) == -1 ? 0 :
	    (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
resume_asleep(void)
{
	return resume_ms(CLOCK_BOOTTIME) - resume_ms(CLOCK_MONOTONIC);
}

/*
 * A timer of the wall clock that fires in years at the most, but is cancelled when that
 * clock jumps, and it does at every resume.
 */
static void
resume_arm(int fd)
{
	struct itimerspec far = { .it_value.tv_sec = time(NULL) + YEARS };

	(void)timerfd_settime(fd, TFD_TIMER_ABSTIME |
	    TFD_TIMER_CANCEL_ON_SET, &far, NULL);
}

void
resume_open(struct resume *r)
{
	r->slept = resume_asleep();
	r->fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (r->fd != -1)
		resume_arm(r->fd);
}

bool
resume_slept(struct resume *r)
{
	int64_t slept = resume_asleep();
	bool longer = slept - r->slept >= NAP;
	uint64_t count;

	/* A cancelled timer reads as ECANCELED, once. */
	if (r->fd != -1) {
		(void)descriptors_read(r->fd, &count, sizeof count);
		resume_arm(r->fd);
	}
	r->slept = slept;
	return longer;
}
#else
void
resume_open(struct resume *r)
{
	*r = (struct resume){ .fd = -1 };
}

bool
resume_slept(struct resume *r)
{
	(void)r;
	return false;
}
#endif

void
resume_close(struct resume *r)
{
	if (r->fd != -1)
		close(r->fd);
	r->fd = -1;
}
