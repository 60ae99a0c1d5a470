/* SPDX-License-Identifier: ISC */
/* Starts the supervisor, and with -f reports to the waiting caller. */
#ifndef SSHP_BACKGROUND_H
#define SSHP_BACKGROUND_H

#include <stdbool.h>

/* The process that the user started with -f; it waits for our status. */
struct caller {
	int fd;			/* receives the status; -1: nobody waits */
	bool gone;		/* the caller has exited with 0 */
};

/*
 * Lets the caller exit with 0.  From then on sshp has no terminal: descriptors
 * 0 to 2 are /dev/null.
 */
void	caller_release(struct caller *c);

/*
 * sshp ends.  A caller that still waits exits with status, or with another
 * failure status if status is 0.
 */
void	caller_excuse(const struct caller *c, int status);

#endif
