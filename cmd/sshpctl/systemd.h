/* SPDX-License-Identifier: ISC */
/* Finds, changes and asks the systemd units of tunnels: sshp@NAME.service. */
#ifndef SSHPCTL_SYSTEMD_H
#define SSHPCTL_SYSTEMD_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/unit_name.h"

/* An enabled tunnel. */
struct systemd_unit {
	char name[UNIT_NAME];	/* of the tunnel */
	char unit[UNIT_NAME];	/* sshp@INSTANCE.service */
	bool chosen;		/* for the caller */
};

/* The units of the system, for root, or those of our user. */
struct systemd {
	bool user;		/* systemctl --user */
	char dir[PATH_MAX / 2];	/* where units are configured */
	struct systemd_unit *unit; /* those enabled, by name */
	size_t n;
};

/* The state of a unit, in systemd's words. */
struct systemd_state {
	char active[32];	/* active, activating, failed ... */
	char status[300];	/* what sshp says of the tunnel; or "" */
	char account[64];	/* User= of the unit; or "" */
};

/* True if systemd is process 1. */
bool	systemd_runs(void);

/* Finds the enabled units; 0, or -1 and errno. */
int	systemd_open(struct systemd *s);
void	systemd_close(struct systemd *s);

/* The enabled unit of the tunnel; NULL: none. */
struct systemd_unit	*systemd_find(const struct systemd *s,
			    const char *name);

/*
 * Runs "systemctl [--user] WORD... [UNIT]", at most three words up to NULL.
 * quiet: discards its messages.  Returns its exit status, or -1.
 */
int	systemd_run(const struct systemd *s, bool quiet,
	    const char *const word[4], const char *unit);

/* Asks for the state; 0, or -1. */
int	systemd_ask(const struct systemd *s, const char *unit,
	    struct systemd_state *state);

/*
 * Writes to text, of PATH_MAX bytes, what the unit needs beside its template:
 * the account (NULL: none), and other commands if its name is escaped.  "" if
 * it needs nothing.  sshp is the path of sshp.
 */
void	systemd_settings(char *text, const char *account, bool escaped,
	    const char *sshp);

/* Writes these settings to a file of the unit; 0, or -1 and errno. */
int	systemd_write(const struct systemd *s, const char *unit,
	    const char *text);

/* Removes that file, and its directory if it is empty. */
void	systemd_remove(const struct systemd *s, const char *unit);

/* --- a user's units when the user is not logged in: lingering --- */

/* The name of our account; "" if it has none. */
const char	*systemd_me(void);

/* True if systemd starts our units at boot. */
bool	systemd_lingers(void);

/* Switches that on, and remembers that we did; 0, or -1. */
int	systemd_linger(void);

/* Switches it off if we switched it on.  True if it did. */
bool	systemd_unlinger(void);

#endif
