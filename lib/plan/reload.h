/* SPDX-License-Identifier: ISC */
/* Decides what a reload does with an edit of ssh_config while ssh runs. */
#ifndef PLAN_RELOAD_H
#define PLAN_RELOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "plan/config_edit.h"

/*
 * A reload applies an edit without a new connection where it can.  The forwards
 * are opened and closed through ssh's control socket.  What only sshp uses
 * changes at once.  An option that ssh reads at its start waits for the next
 * connection, because a reload must not end what runs over this one.  Only
 * another destination, another way to it, or another login needs a new
 * connection at once: this one leads to the wrong place.
 */

#define RELOAD_NAMES 200	/* longer lists of keywords are cut */

struct reload {
	bool changed;		/* anything, also in later */
	bool forwards;		/* a forward is new, or no longer there */
	bool order;		/* the forwards have another order, or differ */
	bool reconnect;		/* another connection is needed at once */
	char why[RELOAD_NAMES];	/* the keywords that need it; "": the jump
				   hosts or a name changed */
	char now[RELOAD_NAMES];	/* the keywords that changed at once, or "" */
	char later[RELOAD_NAMES]; /* those for the next connection, or "" */
};

/* Compares the settings that ssh runs with (was) and the edited ones. */
void	reload_compare(struct reload *r, const struct config_edit_side *was,
	    const struct config_edit_side *next);

/*
 * For each forward of next: its index in was, or was->forwards if it is new.
 * from has room for next->forwards.  Returns true if the lists differ, also if
 * only the order does.
 */
bool	reload_forwards(const struct plan *was, const struct plan *next,
	    size_t *from);

/*
 * True if ssh opens and closes the forward only at its start and end, because
 * the control socket cannot ask for it: a -D that listens on a socket.
 */
bool	reload_only_at_start(const struct plan_forward *f);

#endif
