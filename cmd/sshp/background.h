/* SPDX-License-Identifier: ISC */
/* Starts the supervisor, and with -f reports to the waiting caller. */
#ifndef SSHP_BACKGROUND_H
#define SSHP_BACKGROUND_H

#include <stdbool.h>

/* Who started us with -f: sits at the terminal, and waits for our status. */
struct caller {
	int fd;			/* gets it; -1: none, or not any more */
	bool gone;		/* it has been sent away with 0 */
};

/*
 * Sends it away: from now on there is nobody to talk to, and descriptors 0 to
 * 2 lead nowhere.
 */
void	caller_release(struct caller *c);

/* We end.  If it still waits, it fails, by status if that is not 0. */
void	caller_excuse(const struct caller *c, int status);

#endif
