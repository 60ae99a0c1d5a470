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
 * Where sshpctl(1) finds us, our directory and the registry, watched: what
 * somebody removes while ssh runs is made anew, and ssh left alone.  The
 * endpoints that only the next ssh needs are made with it.
 */
struct registration {
	int fd;			/* readable when something went; -1 */
	int slot;		/* in this turn of the loop */
	int64_t due;		/* when to look, ms; SPAN_NEVER */
	struct rundir aside;	/* has "ctl" while ours is gone; or fd -1 */
};

/* Watches dir and the registry of r. */
void	registration_open(struct registration *p, const struct rundir *dir,
	    const struct publication *r);

void	registration_watch(struct registration *p, struct loop *l);

/* True if something went, and it is time to look. */
bool	registration_take(struct registration *p, const struct loop *l);

/*
 * Has c listen where sshpctl looks, dir if it is there, and enters that in r;
 * what cannot be done now is tried again.
 */
void	registration_mend(struct registration *p, const struct rundir *dir,
	    struct publication *r, struct control *c, int64_t now);

/* Leaves what was made. */
void	registration_close(struct registration *p);

#endif
