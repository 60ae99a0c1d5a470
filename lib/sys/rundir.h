/* SPDX-License-Identifier: ISC */
/* The run directory for sockets and FIFOs. */
#ifndef SYS_RUNDIR_H
#define SYS_RUNDIR_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A directory of our own for sockets and FIFOs.  It is made below the first of
 *	$RUNTIME_DIRECTORY (of several the first), $XDG_RUNTIME_DIR/sshp,
 *	/run/user/UID/sshp, /tmp/sshp-UID, /dev/shm/sshp-UID,
 *	/tmp/sshp-UID.XXXXXX, drawn at random,
 * that nobody but root and we can change or replace.  /run/user/UID comes
 * behind /tmp where a logout removes it.  The directory is locked while we
 * live: what a killed one left behind is removed by the next.
 */
struct rundir {
	char path[80];		/* absolute; leaves room in sun_path */
	int fd;			/* holds the lock */
};

/*
 * Makes it; 0, or -1 and a complaint, "object: problem", of at most size
 * bytes.
 */
int	rundir_open(struct rundir *r, char *why, size_t size);

/* Is it still there?  Logging out removes /run/user/UID. */
bool	rundir_there(const struct rundir *r);

/* The same, and has something called name in it. */
bool	rundir_has(const struct rundir *r, const char *name);

/* Removes it with all that is in it. */
void	rundir_close(struct rundir *r);

/* Makes the FIFO name in it and opens it for reading and writing; fd or -1. */
int	rundir_fifo(const struct rundir *r, const char *name);

/* Opens the FIFO name in it for writing, as a child's; fd, or 0 if not. */
int	rundir_writer(const struct rundir *r, const char *name);

/*
 * Binds a listening AF_UNIX SOCK_SEQPACKET socket to name in it; fd or -1.
 */
int	rundir_listen(const struct rundir *r, const char *name);

/*
 * The directories below which it may be made: the i-th of them into base, ""
 * if that cannot be; false if there is no i-th.
 */
bool	rundir_base(int i, char *base, size_t size);

#endif
