/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "compat/compat.h"

#if !HAVE_EXPLICIT_BZERO
/* The compiler cannot leave out a call through a volatile pointer. */
static void *(*volatile set)(void *, int, size_t) = memset;

void
explicit_bzero(void *from, size_t n)
{
	set(from, 0, n);
}
#else
typedef int explicit_bzero_is_in_libc;
#endif
