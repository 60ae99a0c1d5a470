/* SPDX-License-Identifier: ISC */
/* Makes and removes the run directory for sockets and FIFOs. */
#ifndef SYS_RUNDIR_H
#define SYS_RUNDIR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A directory of our own for sockets and FIFOs.  rundir_open() makes it in the
 * first of these directories that only root and our user can change or replace:
 *	$RUNTIME_DIRECTORY (of several the first), $XDG_RUNTIME_DIR/sshp,
 *	/run/user/UID/sshp, /tmp/sshp-UID, /dev/shm/sshp-UID,
 *	/tmp/sshp-UID.XXXXXX, with a random end.
 * /run/user/UID comes after /tmp if a logout removes it.  The run directory is
 * locked while its process runs: the next process removes the run directories
 * of killed processes.
 */
struct rundir {
	char path[80];		/* absolute; leaves room in sun_path */
	int fd;			/* holds the lock */
};

/* Makes it; 0, or -1 and an error, "object: problem", in size bytes of why. */
int	rundir_open(struct rundir *r, char *why, size_t size);

/* True if it still exists: a logout may remove /run/user/UID. */
bool	rundir_there(const struct rundir *r);

/* True if it still exists and has a file called name. */
bool	rundir_has(const struct rundir *r, const char *name);

/* Removes it with all files in it. */
void	rundir_close(struct rundir *r);

/* Makes the FIFO name in it and opens it for reading and writing; fd or -1. */
int	rundir_fifo(const struct rundir *r, const char *name);

/* Opens the FIFO name in it for writing, for a child; fd, or 0 on failure. */
int	rundir_writer(const struct rundir *r, const char *name);

/*
 * Binds a listening AF_UNIX SOCK_SEQPACKET socket to name in it; fd or -1.
 */
int	rundir_listen(const struct rundir *r, const char *name);

/*
 * Lists the directories where run directories may be.  Writes the i-th to base,
 * or "" if this machine has none for i; false after the last.
 */
bool	rundir_base(int i, char *base, size_t size);

/*
 * A starting process removes the files of dead processes from a directory that
 * all share.  N processes that start together must not look at N entries each:
 * so each start looks at a few entries, and one start a minute looks at all.
 */

/*
 * Returns how many entries of directory the caller may look at now.  The time
 * of the last look at all entries is that of the file .swept in directory.
 */
int	rundir_sweep_limit(const char *directory);

#endif
