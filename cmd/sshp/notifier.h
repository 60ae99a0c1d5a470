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
	const char *command;	/* its tokens expanded; NULL: there is none */
	const char *name;	/* of the connection */
	const char *ports;	/* forwards_text_ports(), for now; or NULL */
	bool quiet;		/* a session has the screen */
	void (*say)(void *, const char *);	/* what is wrong with it */
	void *arg;
	struct words env;	/* for the event that is told next */
};

void	notifier_open(struct notifier *n, const char *command,
	    const char *name, bool quiet, void (*say)(void *, const char *),
	    void *arg);

/* Another one from now on. */
void	notifier_change(struct notifier *n, const char *command);

/* The session has given orders at now, and why. */
void	notifier_orders(struct notifier *n, const struct session *s,
	    unsigned orders, const char *why, int64_t now);

/* Does what is due at now; call each turn, also after SIGCHLD. */
void	notifier_turn(struct notifier *n, int64_t now);

/*
 * It is all over: waits for a moment for what is yet to be told, a short one if
 * a person waits for us, and no more when another signal comes through the
 * descriptor signals.
 */
void	notifier_finish(struct notifier *n, struct loop *l, int signals,
	    bool person);

#endif
