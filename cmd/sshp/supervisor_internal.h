/* SPDX-License-Identifier: ISC */
#ifndef SSHP_SUPERVISOR_INTERNAL_H
#define SSHP_SUPERVISOR_INTERNAL_H

#include "sshp/attempt.h"
#include "sshp/caller.h"
#include "sshp/checker.h"
#include "sshp/endpoints.h"
#include "sshp/forwarder.h"
#include "sshp/login_queue.h"
#include "sshp/notifier.h"
#include "sshp/reevaluation.h"
#include "sshp/registration.h"
#include "sshp/ssh_child.h"
#include "sshp/supervisor.h"
#include "sshp/terminal.h"
#include "supervise/banner_timeout.h"
#include "supervise/end_reason.h"
#include "supervise/log_limit.h"
#include "supervise/sshlog_login.h"
#include "supervise/told.h"
#include "sys/loop.h"
#include "sys/service_manager.h"
#include "sys/suspend.h"

/* What the files of the keeper share, and nobody else includes. */

struct keeper {
	const struct keeper_options *o;
	struct session *session;
	struct terminal terminal;
	struct loop loop;
	struct resume resume;
	struct doors doors;
	struct premises premises;
	struct ssh ssh;
	struct login_queue logins;
	struct reevaluation again; /* of ssh_config, before the next attempt */
	bool dialled;		/* there was an attempt */
	struct attempt attempt;
	struct banner_timeout banner;
	struct reason reason;	/* it ended for */
	struct forwarder forwarder;
	struct checker checker;
	struct notifier notifier;
	struct manager manager;
	struct login login;
	struct told told;	/* of ssh's lines */
	struct log_limit limit;	/* likewise */
	struct caller caller;
	bool refused;		/* what it answered; it is not asked again */
	int signals;
	bool guarded;		/* a guard has reported a connection */
	bool guard_over;	/* the guard has said how it ended */
	bool alone;		/* it was told that there is no guard any more */
	int64_t alone_due;	/* when to look next, then, ms; or SPAN_NEVER */
	bool taken;		/* it was told that a control socket is */
	int log_to;		/* the user's -E; -1: there is none */
	bool log_told;		/* that it can't be written */
	const char *wants;	/* of a person, while it needs one */
	char wanted[LOGIN_TEXT];
};

/* --- orders.c: what the session machine orders is done --- */

/* Something happened, now: tells the session, and does what it orders. */
void	keeper_step(struct keeper *k, enum session_kind kind, int value);

/* Opens what is in the directory; 0, or -1 and errno. */
int	keeper_doors(struct keeper *k);

/* If something of it was removed, makes another one; 0, or -1 and errno. */
int	keeper_renew(struct keeper *k);

/* Closes it. */
void	keeper_leave(struct keeper *k);

/* The caller of -f sits at the terminal, and can be asked. */
bool	keeper_asks(const struct keeper *k);

/* Nothing runs: a key of the person's means something. */
bool	keeper_idle(const struct keeper *k);

/* What sshpctl is answered. */
void	keeper_status(void *keeper, struct control_status *out);

/* --- dialling.c: from "start ssh" to an ssh --- */

/*
 * Evaluates ssh_config, but for the first attempt, waits for a slot for the
 * login, and starts ssh.
 */
void	dialling_begin(struct keeper *k);

/* Does the next of these once the one before is done; call each turn. */
void	dialling_turn(struct keeper *k);

/* It is not to be started any more: the attempt has ended. */
void	dialling_stop(struct keeper *k);

/* ssh has ended: tells those who wait for the same server. */
void	dialling_end(struct keeper *k);

/* --- heard.c: what others say, made events of the session --- */

/* A line of ssh's log. */
void	heard_line(void *keeper, const char *line);

/* A line of what ssh and its children write to standard error. */
void	heard_stderr(void *keeper, const char *line);

/* Reads what has come of both. */
void	heard_read(struct keeper *k);

/* Says how many lines were left out, if that is due. */
void	heard_left_out(struct keeper *k);

/* A report of its guard's. */
void	heard_event(void *keeper, const struct event *e);

/* Whether it has logged in, and has its forwards; call each turn. */
void	heard_look(struct keeper *k);

/* Whether the guard is gone, and ssh is not; call each turn. */
void	heard_guard(struct keeper *k);

/* ssh has ended: was the guard killed before? */
void	heard_end(struct keeper *k);

/* A request of sshpctl's. */
void	heard_asked(void *keeper, enum control_request r);

/* News of a forward, or of the user's command: for the person. */
void	heard_news(void *keeper, const char *text);

#endif
