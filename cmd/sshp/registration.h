/* SPDX-License-Identifier: ISC */
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
 * somebody removes while ssh runs is made anew, and ssh left alone.  The doors
 * that only the next ssh needs are made with it.
 */
struct premises {
	int fd;			/* readable when something went; -1 */
	int slot;		/* in this turn of the loop */
	int64_t due;		/* when to look, ms; SPAN_NEVER */
	struct rundir aside;	/* has "ctl" while ours is gone; or fd -1 */
};

/* Watches dir and the registry of r. */
void	premises_open(struct premises *p, const struct rundir *dir,
	    const struct record *r);

void	premises_watch(struct premises *p, struct loop *l);

/* True if something went, and it is time to look. */
bool	premises_take(struct premises *p, const struct loop *l);

/*
 * Has c listen where sshpctl looks, dir if it is there, and enters that in r;
 * what can not be done now is tried again.
 */
void	premises_mend(struct premises *p, const struct rundir *dir,
	    struct record *r, struct control *c, int64_t now);

/* Leaves what was made. */
void	premises_close(struct premises *p);

#endif
