/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <unistd.h>

#include "sys/sandbox.h"

#if defined(__OpenBSD__) && !defined(NO_SANDBOX)
/* "error": a forbidden call fails with ENOSYS and does not kill us. */
int
sandbox_dial(void)
{
	return pledge("stdio error inet unix dns route proc", NULL);
}

/* Must not add to the first step; syslog(3) is in stdio. */
int
sandbox_relay(void)
{
	return pledge("stdio error inet route proc", NULL);
}
#elif defined(NO_SANDBOX) || !defined(__linux__) || \
    !(defined(__x86_64__) || defined(__aarch64__))
/*
 * No sandbox, and the caller learns this.  FreeBSD's capsicum cannot be used:
 * in its capability mode we cannot signal any process, not even the command
 * that we started.
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
