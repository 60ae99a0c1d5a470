/* SPDX-License-Identifier: ISC */
/* Moves bytes between descriptors without a copy in our memory. */
#ifndef SYS_SPLICE_H
#define SYS_SPLICE_H

#include <sys/types.h>

/*
 * Moves up to n bytes from in to out, one of which is a pipe, without a copy
 * of them here (splice(2)).  How many, 0 at the end of in; or -1 and errno:
 * EAGAIN if in has nothing or out has no room, EINVAL if these two, or this
 * system, cannot do it.
 */
ssize_t	splice_move(int in, int out, size_t n);

#endif
