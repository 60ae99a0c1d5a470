/* SPDX-License-Identifier: ISC */
/* Recreates the control socket and the registry entry if they are removed. */
#ifndef SSHP_REGISTRATION_H
#define SSHP_REGISTRATION_H

#include <stdbool.h>
#include <stdint.h>

#include "sshp/control.h"
#include "sshp/publication.h"
#include "sys/loop.h"
#include "sys/rundir.h"

/*
 * sshpctl(1) finds us through the run directory and the registry.  sshp watches
 * both, and recreates them if they are removed while ssh runs; ssh itself runs
 * on.  sshp recreates the other endpoints when it starts the next ssh.
 */
struct registration {
	int fd;			/* readable after a removal; or -1 */
	int slot;		/* of this turn of the loop */
	int64_t due;		/* time of the next check, ms; SPAN_NEVER */
	struct rundir spare;	/* has "ctl" while the run directory is
				   missing; or fd -1 */
};

/* Watches dir and the registry of r. */
void	registration_open(struct registration *p, const struct rundir *dir,
	    const struct publication *r);

void	registration_watch(struct registration *p, struct loop *l);

/* True if something was removed and the check is due. */
bool	registration_take(struct registration *p, const struct loop *l);

/*
 * Makes c listen where sshpctl looks, in dir if it exists, and enters that in
 * r.  Sets p->due for another try of what failed.
 */
void	registration_repair(struct registration *p, const struct rundir *dir,
	    struct publication *r, struct control *c, int64_t now);

/* Closes p; leaves the created files. */
void	registration_close(struct registration *p);

#endif
