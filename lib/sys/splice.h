/* SPDX-License-Identifier: ISC */
/* Moves bytes between descriptors without a copy in our memory. */
#ifndef SYS_SPLICE_H
#define SYS_SPLICE_H

#include <sys/types.h>

/*
 * Moves up to n bytes from in to out with splice(2), without a copy in our
 * memory.  in or out must be a pipe.  Returns the number of bytes, 0 at the end
 * of in; or -1 and errno.  EAGAIN: in is empty or out is full.  EINVAL: not
 * possible with these descriptors, or on this system.
 */
ssize_t	splice_move(int in, int out, size_t n);

#endif
