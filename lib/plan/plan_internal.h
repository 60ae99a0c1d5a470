/* SPDX-License-Identifier: ISC */
/* What the files of the plan share. */
#ifndef PLAN_PLAN_INTERNAL_H
#define PLAN_PLAN_INTERNAL_H

#include "plan/plan.h"

/* --- option.c: the user's settings, and options for ssh --- */

/* The value of a keyword; NULL: the user did not set it. */
const char	*plan_get(const struct plan_facts *f, enum keyword k);

/* True if the value of the keyword is text, case aside. */
bool	plan_is(const struct plan_facts *f, enum keyword k,
	    const char *text);

/* True if the option of this letter is on the command line. */
bool	plan_has(const struct plan_facts *f, char letter);

/* Adds an option for ssh; value NULL: the option has none. */
void	plan_add(struct plan *p, char letter, const char *value);

/* Adds -o keyword=value, before the user's own, so that it counts. */
void	plan_set(struct plan *p, const char *keyword, const char *value);

/* --- mode_choice.c --- */

/* True if the session is a remote command or a subsystem, and no shell. */
bool	plan_command(const struct plan_facts *f);

/* --- ssh_options.c --- */

#define SSH_OPTIONS_ALIVE "10"		/* seconds of silence before ssh sends
					   a keepalive */

/* Adds the options of a kept connection to p; p->guarded must be set. */
void	ssh_options_set(struct plan *p, const struct plan_facts *f);

/* True if the user set no keepalive interval, so that sshp chooses one. */
bool	plan_asks(const struct plan *p, const struct plan_facts *f);

/*
 * Adds the user's own options, except those that sshp handles itself.  With a
 * snapshot, ssh reads the snapshot instead of the files, and its command line
 * has all forwards (p->forward), those of the files, too.
 */
void	plan_users(struct plan *p, const struct plan_facts *f);

/* --- proxycommand.c: the guard as ssh's ProxyCommand --- */

enum proxycommand_shape {
	SHAPE_LEFT,		/* no guard: ssh connects as the user set it */
	SHAPE_DIAL,		/* the guard connects instead of ssh */
	SHAPE_WRAP,		/* it runs the user's own ProxyCommand */
	SHAPE_JUMP		/* it runs the ssh -W that a ProxyJump means */
};

/* How the guard gets into this connection. */
enum proxycommand_shape	proxycommand_shape(const struct plan_facts *f);

/* How long the guard waits, seconds, and where an ssh that it runs logs. */
struct proxycommand_terms {
	long long silence;	/* -t */
	long long connect;	/* -w, if the guard connects */
	long long banner;	/* -w, if a command connects, which may ask */
	bool hasty;		/* -a: the user loses nothing if it ends */
	const char *alive;	/* -k, seconds, of this ssh; NULL: none */
	const char *log;	/* of the ssh to a jump host; NULL: stderr */
};

/*
 * The value of ProxyCommand for a shape that is not SHAPE_LEFT, for w to own;
 * NULL if memory ran out.
 */
const char	*proxycommand_text(struct words *w, const struct plan_facts *f,
		    enum proxycommand_shape shape,
		    const struct proxycommand_terms *p);

#endif
