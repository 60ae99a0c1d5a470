/* SPDX-License-Identifier: ISC */
/* What the files of the supervisor share. */
#ifndef SSHP_SUPERVISOR_INTERNAL_H
#define SSHP_SUPERVISOR_INTERNAL_H

#include "sshp/attempt.h"
#include "sshp/background.h"
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
#include "supervise/sshlog_parse.h"
#include "sys/loop.h"
#include "sys/service_manager.h"
#include "sys/suspend.h"

/* What the files of the supervisor share, and nobody else includes. */

struct supervisor {
	const struct supervisor_options *o;
	struct session *session;
	struct terminal terminal;
	struct loop loop;
	struct suspend resume;
	struct endpoints endpoints;
	struct registration registration;
	struct ssh_child ssh;
	struct login_queue logins;
	struct reevaluation again; /* of ssh_config, before the next attempt */
	bool dialled;		/* there was an attempt */
	struct attempt attempt;
	struct banner_timeout banner;
	struct end_reason reason;	/* it ended for */
	struct forwarder forwarder;
	struct checker checker;
	struct notifier notifier;
	struct service_manager manager;
	struct sshlog_login login;
	struct told told;	/* of ssh's lines */
	struct log_limit limit;	/* likewise */
	struct caller caller;
	bool refused;		/* what it answered; it is not asked again */
	int signals;
	bool guarded;		/* a guard has reported a connection */
	bool guard_over;	/* the guard has said how it ended */
	bool alone;	/* it was told that there is no guard any more */
	int64_t alone_due;	/* when to look next, then, ms; or SPAN_NEVER */
	bool taken;		/* it was told that a control socket is */
	int log_to;		/* the user's -E; -1: there is none */
	bool log_told;		/* that it can't be written */
	const char *wants;	/* of a person, while it needs one */
	char wanted[SSHLOG_LOGIN_TEXT];
};

/* --- orders.c: what the session machine orders is done --- */

/* Something happened, now: tells the session, and does what it orders. */
void	supervisor_step(struct supervisor *k, enum session_kind kind,
	    int value);

/* Opens what is in the directory; 0, or -1 and errno. */
int	supervisor_doors(struct supervisor *k);

/* If something of it was removed, makes another one; 0, or -1 and errno. */
int	supervisor_renew(struct supervisor *k);

/* Closes it. */
void	supervisor_leave(struct supervisor *k);

/* The caller of -f sits at the terminal, and can be asked. */
bool	supervisor_asks(const struct supervisor *k);

/* Nothing runs: a key of the person's means something. */
bool	supervisor_idle(const struct supervisor *k);

/* What sshpctl is answered. */
void	supervisor_status(void *supervisor, struct control_status *out);

/* --- dialling.c: from "start ssh" to an ssh --- */

/*
 * Evaluates ssh_config, but for the first attempt, waits for a slot for the
 * login, and starts ssh.
 */
void	dialling_begin(struct supervisor *k);

/* Does the next of these once the one before is done; call each turn. */
void	dialling_turn(struct supervisor *k);

/* It is not to be started any more: the attempt has ended. */
void	dialling_stop(struct supervisor *k);

/* ssh has ended: tells those who wait for the same server. */
void	dialling_end(struct supervisor *k);

/* --- heard.c: what others say, made events of the session --- */

/* A line of ssh's log. */
void	input_line(void *supervisor, const char *line);

/* A line of what ssh and its children write to standard error. */
void	input_stderr(void *supervisor, const char *line);

/* Reads what has come of both. */
void	input_read(struct supervisor *k);

/* Says how many lines were left out, if that is due. */
void	input_left_out(struct supervisor *k);

/* A report of its guard's. */
void	input_event(void *supervisor, const struct event *e);

/* Whether it has logged in, and has its forwards; call each turn. */
void	input_look(struct supervisor *k);

/* Whether the guard is gone, and ssh is not; call each turn. */
void	input_guard(struct supervisor *k);

/* ssh has ended: was the guard killed before? */
void	input_end(struct supervisor *k);

/* A request of sshpctl's. */
void	input_asked(void *supervisor, enum control_request r);

/* News of a forward, or of the user's command: for the person. */
void	input_news(void *supervisor, const char *text);

#endif
