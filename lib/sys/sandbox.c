/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <unistd.h>

#include "sys/sandbox.h"

#if defined(__OpenBSD__) && !defined(NO_SANDBOX)
/* "error": what is refused answers ENOSYS, and is no reason to be killed. */
int
sandbox_dial(void)
{
	return pledge("stdio error inet unix dns route proc", NULL);
}

/* Never more than before: syslog(3) is in stdio. */
int
sandbox_relay(void)
{
	return pledge("stdio error inet route proc", NULL);
}
#elif defined(NO_SANDBOX) || !defined(__linux__) || \
    !(defined(__x86_64__) || defined(__aarch64__))
/*
 * Nothing is given up, and the caller learns so.  FreeBSD's capsicum is of no
 * use to us: in its capability mode nobody can be signalled, not even the
 * command that we started.
 */
int
sandbox_dial(void)
{
	errno = ENOSYS;
	return -1;
}

int
sandbox_relay(void)
{
	errno = ENOSYS;
	return -1;
}
#endif
