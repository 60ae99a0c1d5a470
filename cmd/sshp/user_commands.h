/* SPDX-License-Identifier: ISC */
/* Runs the user's commands: PersistCheck and PersistNotify. */
#ifndef SSHP_USER_COMMANDS_H
#define SSHP_USER_COMMANDS_H

#include "base/words.h"
#include "supervise/check.h"
#include "supervise/notify_policy.h"
#include "supervise/session.h"
#include "sys/loop.h"
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

/* PersistNotify: runs the user's command on every change of state. */
struct notifier {
	struct notify_policy machine;
	struct user_command job;
	const char *command;	/* with tokens expanded; NULL: none */
	const char *name;	/* of the connection */
	const char *ports;	/* present forwards_text_ports(); or NULL */
	bool quiet;		/* a session uses the screen */
	void (*say)(void *, const char *);	/* reports failures */
	void *arg;
	struct words env;	/* environment for the next run */
};

void	notifier_open(struct notifier *n, const char *command,
	    const char *name, bool quiet, void (*say)(void *, const char *),
	    void *arg);

/* Uses another command from now on. */
void	notifier_change(struct notifier *n, const char *command);

/* The session gave orders at now; why is the reason. */
void	notifier_orders(struct notifier *n, const struct session *s,
	    unsigned orders, const char *why, int64_t now);

/* Does what is due at now; call each turn, also after SIGCHLD. */
void	notifier_turn(struct notifier *n, int64_t now);

/*
 * sshp is ending: waits a limited time for the commands that are still due.
 * user: a user waits, so the limit is shorter.  Another signal through the
 * descriptor signals ends the wait.
 */
void	notifier_finish(struct notifier *n, struct loop *l, int signals,
	    bool user);

#endif
