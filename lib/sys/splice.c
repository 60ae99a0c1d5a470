/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>

#include "sys/splice.h"

#ifdef __linux__
ssize_t
splice_move(int in, int out, size_t n)
{
	ssize_t r;

	while ((r = splice(in, NULL, out, NULL, n, SPLICE_F_NONBLOCK)) ==
	    -1 && errno == EINTR)
		;
	return r;
}
#else
ssize_t
splice_move(int in, int out, size_t n)
{
	(void)in;
	(void)out;
	(void)n;
	errno = EINVAL;
	return -1;
}
#endif
