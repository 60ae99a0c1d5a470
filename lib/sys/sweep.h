/* SPDX-License-Identifier: ISC */
/* Removes what dead processes left in a shared directory, a few at a time. */
#ifndef SYS_SWEEP_H
#define SYS_SWEEP_H

/*
 * Who starts removes what the dead have left in a directory that all share.
 * N that start together must not look at N entries each: one start looks at
 * a few, and at all of them once a minute.
 */

/*
 * How many of the entries of the directory may be looked at now, for what the
 * dead left.  When was last looked at all is kept in a file .swept there.
 */
int	sweep_most(const char *directory);

#endif
