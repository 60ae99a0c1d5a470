/* SPDX-License-Identifier: ISC */
/* For systems other than Linux: secmem_open always fails. */
#include "sys/secmem.h"

#ifndef __linux__
#include <errno.h>

/* Who asks cannot be proven here, either (peer.h). */
int
secmem_open(struct secmem *v, size_t slots, size_t size)
{
	(void)slots;
	(void)size;
	*v = (struct secmem){ .at = NULL };
	errno = ENOSYS;
	return -1;
}

void
secmem_close(struct secmem *v)
{
	(void)v;
}
#endif
