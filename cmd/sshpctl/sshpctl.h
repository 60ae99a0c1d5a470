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
	const char *const *name; /* names and patterns, then NULL; NULL: none */
	const char *file;	/* -o */
	int64_t timeout;	/* -t, ms; SPAN_NEVER: not given */
	bool json, live;
	bool bare;		/* no command was given: list */
	bool help;		/* -h or --help */
	bool everything;	/* -a: name is "*" */
	bool whole;		/* list -l */
	bool follow;		/* log -f */
	bool force;		/* enable -f */
	bool print;		/* enable --print */
	const char *system;	/* its init system; NULL: the one that runs */
	const char *account;	/* enable -u */
	bool each;		/* a line for each result */
	bool told_blind;	/* reported that some tunnels are not shown */
	bool several;		/* prints more than one history of a name */
	int told;		/* histories printed */
};

/* Exit statuses. */
enum {
	CTL_GOOD, CTL_NOT_UP, CTL_USAGE, CTL_UNKNOWN,
	CTL_SILENT,		/* the process runs but does not answer */
	CTL_FAILED = 255
};

/* --- select.c: the supervisors that the names mean --- */

enum { CTL_ANSWER = 2000 };	/* limit for all answers together, ms */

/* Sends a request to all running supervisors, and waits for the answers. */
void	ctl_look(struct ctl *c, enum control_request ask);

/* The names that mean no running connection. */
struct ctl_missing {
	const char **name;	/* for free(3); its texts are those of c */
	size_t n;
};

/* Chooses the supervisors that c->name means, and finds the names of none. */
struct ctl_missing	ctl_named(struct ctl *c);

/*
 * Reports that no connection has the name; CTL_UNKNOWN, or CTL_SILENT.  Looks
 * for the connections of all users again.
 */
int	ctl_unknown(struct ctl *c, const char *name);

/* The same for all missing names; returns the highest status, and frees m. */
int	ctl_unknowns(struct ctl *c, struct ctl_missing *m);

/*
 * Tells root the USER:NAME of other users' connections of this name.  Returns
 * false if there is none.
 */
bool	ctl_strangers(struct ctl *c, const char *name);

/* The name of one of our running tunnels that is similar to name; or NULL. */
const char	*ctl_similar(struct ctl *c, const char *name);

/* The higher of two statuses. */
int	ctl_worse(int a, int b);

/* Reports that the process of o does not answer; CTL_SILENT. */
int	ctl_silent(const struct ctl *c, const struct sought *o);

/* Writes to out the word that means only o, for messages; returns out. */
char	*ctl_word(const struct ctl *c, const struct sought *o, char *out,
	    size_t size);

/* --- control_commands.c: the commands; each returns the exit status --- */

int	ctl_wait(struct ctl *c);
int	ctl_reload(struct ctl *c);
int	ctl_restart(struct ctl *c);
int	ctl_stop(struct ctl *c);

#endif
