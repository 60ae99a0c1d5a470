/* SPDX-License-Identifier: ISC */
/* The data and functions that only the files of sshpctl share. */
#ifndef SSHPCTL_SSHPCTL_H
#define SSHPCTL_SSHPCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sshpctl/client.h"
#include "sys/log.h"

/* The request of the command line, and the supervisors found. */
struct ctl {
	struct log log;
	struct client seek;
	const char *name;	/* NULL: none given */
	const char *file;	/* -o */
	int64_t patience;	/* -t, ms; SPAN_NEVER: not given */
	bool json, live;
	bool bare;		/* no command was given: list */
	bool help;		/* -h or --help */
	bool told_blind;	/* reported that some tunnels are not shown */
	bool several;		/* prints more than one history */
	int told;		/* histories printed */
};

/* Exit statuses. */
enum {
	CTL_GOOD, CTL_NOT_UP, CTL_USAGE, CTL_UNKNOWN,
	CTL_SILENT,		/* the process runs but does not answer */
	CTL_FAILED = 255
};

/* --- control_commands.c: selects supervisors, and sends orders --- */

/* Sends a request to all running supervisors, and waits for the answers. */
void	ctl_look(struct ctl *c, enum control_request ask);

/*
 * Chooses the supervisors that c->name means, NULL for all.  Returns their
 * number; *o is one of them.
 */
size_t	ctl_named(struct ctl *c, struct sought **o);

/* Reports that no connection has the name; CTL_UNKNOWN, or CTL_SILENT. */
int	ctl_unknown(struct ctl *c);

/*
 * Tells root the USER:NAME of other users' connections of this name.  Returns
 * false if there is none.
 */
bool	ctl_strangers(struct ctl *c);

/* Reports that the process of o does not answer; CTL_SILENT. */
int	ctl_silent(const struct ctl *c, const struct sought *o);

/* The commands; each returns the exit status. */
int	ctl_wait(struct ctl *c);
int	ctl_restart(struct ctl *c);
int	ctl_stop(struct ctl *c);

#endif
