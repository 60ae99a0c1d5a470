/* SPDX-License-Identifier: ISC */
/* Runs the user's PersistCheck while the tunnel is up. */
#ifndef SSHP_CHECKER_H
#define SSHP_CHECKER_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/check.h"
#include "sys/user_command.h"

/* PersistCheck: runs the user's check while the tunnel is up. */
struct checker {
	struct check machine;
	struct user_command job;
	const char *command;	/* with tokens expanded; NULL: none */
	const char *name;	/* of the tunnel */
	bool quiet;		/* a session uses the screen */
	char why[120];		/* text about the last failures */
};

void	checker_open(struct checker *c, const char *command,
	    int64_t interval, const char *name, bool quiet);

/* Uses another command and interval; call while the tunnel is down. */
void	checker_change(struct checker *c, const char *command,
	    int64_t interval);

/*
 * Does what is due at now; call each turn, also after SIGCHLD.  Returns true if
 * the check has just failed too often; c->why then has the text.
 */
bool	checker_turn(struct checker *c, int64_t now, bool up);

void	checker_close(struct checker *c);

#endif
