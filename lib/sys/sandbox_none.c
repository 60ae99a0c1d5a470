/* SPDX-License-Identifier: ISC */
/* For systems without a sandbox. */
/*
 * Nothing is given up, and the caller learns so.  FreeBSD's capsicum is of no
 * use to us: in its capability mode nobody can be signalled, not even the
 * command that we started.
 */
#include "sys/sandbox.h"

#if defined(NO_SANDBOX) || !(defined(__OpenBSD__) || (defined(__linux__) && \
    (defined(__x86_64__) || defined(__aarch64__))))
#include <errno.h>

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
