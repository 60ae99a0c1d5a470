/* SPDX-License-Identifier: ISC */
/* Runs the user's PersistNotify after a change of state. */
#ifndef SSHP_NOTIFIER_H
#define SSHP_NOTIFIER_H

#include "base/words.h"
#include "supervise/notify_policy.h"
#include "supervise/session.h"
#include "sys/loop.h"
#include "sys/user_command.h"

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
