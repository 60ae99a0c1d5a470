/* SPDX-License-Identifier: ISC */
/* The order in which addresses are tried (RFC 8305). */
#ifndef TRANSPORT_EYEBALLS_H
#define TRANSPORT_EYEBALLS_H

#include <stddef.h>
#include <stdint.h>

/* Which address to try, and when (RFC 8305). */

/* Between the starts of two attempts, ms (RFC 8305, 8: 250 recommended). */
#define EYEBALLS_DELAY 250

/*
 * Orders n addresses, known by their family alone and given in the resolver's
 * order of preference: the families take turns, the first one's first (RFC
 * 8305, 4).  order[i] becomes the index of the address to try as the i-th.
 */
void	eyeballs_order(const int *family, size_t n, size_t *order);

/*
 * How long nobody need have answered before all attempts are given up and
 * begun anew, ms: the kernel repeats a SYN after 1, 3, 7 and 15 s, so that
 * without this a path that is mended would not be noticed for as long.
 * round counts from 0.
 */
int64_t	eyeballs_renew(int round);

#endif
