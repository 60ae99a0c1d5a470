/* SPDX-License-Identifier: ISC */
#include "sys/sandbox.h"

#if defined(__OpenBSD__) && !defined(NO_SANDBOX)
#include <stddef.h>
#include <unistd.h>

int
sandbox_dial(void)
{
	return pledge("stdio inet unix dns proc", NULL);
}

/* Never more than before: syslog(3) is in stdio. */
int
sandbox_relay(void)
{
	return pledge("stdio inet proc", NULL);
}
#endif
