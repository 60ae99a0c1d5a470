/* SPDX-License-Identifier: ISC */
/* By pledge(2). */
#include "sys/sandbox.h"

#if defined(__OpenBSD__) && !defined(NO_SANDBOX)
#include <stddef.h>
#include <unistd.h>

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
#endif
