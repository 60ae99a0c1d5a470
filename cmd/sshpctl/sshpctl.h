/* SPDX-License-Identifier: ISC */
/* What the files of sshpctl share. */
#ifndef SSHPCTL_SSHPCTL_H
#define SSHPCTL_SSHPCTL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sshpctl/client.h"
#include "sys/log.h"

/* sshpctl(1): what it was asked for, and what it found. */
struct ctl {
	struct log log;
	struct client seek;
	const char *name;	/* NULL: not said */
	const char *file;	/* -o */
	int64_t patience;	/* -t, ms; SPAN_NEVER: not said */
	bool json, live;
	bool bare;		/* without a command: "list" is meant */
	bool help;		/* -h or --help */
	bool told_blind;	/* said that some tunnels are not shown */
	bool several;		/* more than one is told about */
	int told;		/* histories printed */
};

/* Its statuses. */
enum {
	CTL_GOOD, CTL_NOT_UP, CTL_USAGE, CTL_UNKNOWN,
	CTL_SILENT,		/* its process lives, and does not answer */
	CTL_FAILED = 255
};

/* --- control_commands.c: which one, and orders to it --- */

/* Asks all that run, and waits for their answers. */
void	ctl_look(struct ctl *c, enum control_request ask);

/* Chooses those that the name means, or all; how many, one of them in *o. */
size_t	ctl_named(struct ctl *c, struct sought **o);

/* Says that there is none of the name; CTL_UNKNOWN, or CTL_SILENT. */
int	ctl_unknown(struct ctl *c);

/*
 * Tells root what another user's of the name is called; false: there is none.
 */
bool	ctl_strangers(struct ctl *c);

/* Says that its process does not answer; CTL_SILENT. */
int	ctl_silent(const struct ctl *c, const struct sought *o);

/* The commands; each returns its status. */
int	ctl_wait(struct ctl *c);
int	ctl_restart(struct ctl *c);
int	ctl_stop(struct ctl *c);

#endif
