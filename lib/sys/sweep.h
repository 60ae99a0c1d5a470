/* SPDX-License-Identifier: ISC */
/* Limits how many leftovers of dead processes a start looks at. */
#ifndef SYS_SWEEP_H
#define SYS_SWEEP_H

/*
 * A starting process removes the files of dead processes from a directory that
 * all share.  N processes that start together must not look at N entries each:
 * so each start looks at a few entries, and one start a minute looks at all.
 */

/*
 * Returns how many entries of directory the caller may look at now.  The time
 * of the last look at all entries is that of the file .swept in directory.
 */
int	sweep_most(const char *directory);

#endif
