/* SPDX-License-Identifier: ISC */
/* Which edits of ssh_config a running sshp applies; others need a restart. */
#ifndef PLAN_CONFIG_EDIT_H
#define PLAN_CONFIG_EDIT_H

#include <stdbool.h>

#include "base/words.h"
#include "plan/plan.h"

/*
 * sshp evaluates ssh_config before each attempt.  An edit may change ssh's
 * options, the forwards, the destination and the times.  It may not change what
 * sshp is: a tunnel or a shell, kept or not, in the background or not.  Then
 * sshp uses its previous settings until the user starts it again, and says so.
 */

/*
 * Why a running sshp cannot apply the edit, for the user; NULL: sshp can.
 * running: the present plan; next: the edited settings.
 */
const char	*config_edit_refused(const struct plan *running,
		    const struct plan_facts *next);

/*
 * True if CanonicalizeHostname found the host before and does not find it now:
 * no resolver answers, most often because the network is down.  ssh looks the
 * name up itself.  The short name must not count as another host, for which
 * sshp would forget passwords, and drop the forwards of the full name.
 */
bool	config_edit_unresolved(const struct config *was,
	    const struct config *next);

/*
 * The keyword whose change takes effect only when sshp is started again, while
 * sshp applies the rest of the edit; or NULL.  password: PersistPassword was on
 * when sshp started, so that its memory is locked.
 */
const char	*config_edit_deferred(const struct config *was,
		    const struct config *next, bool password);

/* What a connection is, to compare it before and after an edit. */
struct config_edit_side {
	const struct config *config;
	const char *to;			/* "user@host:port" */
	const struct words *hops;	/* accounts and addresses of the jump
					   hosts; may be empty if no password
					   is remembered */
	const struct plan *plan;
	const struct config *first;	/* of the first jump host; NULL: none,
					   or not known */
};

/* The consequences of an edit: any number of these. */
enum config_edit_effect {
	CONFIG_EDIT_PASSWORDS = 1 << 0,	/* forget passwords: they could go to
					   another server or jump host */
	CONFIG_EDIT_RECLAIM = 1 << 1,	/* forget the processes that hold our
					   ports: they are on another server.
					   Another way to the same server is
					   no reason, because reclaim proves
					   that the process is the right one */
	CONFIG_EDIT_BANNER = 1 << 2	/* measure the time to the banner
					   again */
};

unsigned	config_edit_effects(const struct config_edit_side *was,
		    const struct config_edit_side *next);

#endif
