/* SPDX-License-Identifier: ISC */
/* The data and functions that only the files of the supervisor share. */
#ifndef SSHP_SUPERVISOR_INTERNAL_H
#define SSHP_SUPERVISOR_INTERNAL_H

#include "sshp/attempt.h"
#include "sshp/background.h"
#include "sshp/config.h"
#include "sshp/endpoints.h"
#include "sshp/forwarder.h"
#include "sshp/held_clients.h"
#include "sshp/login_queue.h"
#include "sshp/messages.h"
#include "sshp/reload.h"
#include "sshp/supervisor.h"
#include "sshp/user_commands.h"
#include "supervise/ask_policy.h"
#include "supervise/banner_timeout.h"
#include "supervise/guard_killed.h"
#include "supervise/log_limit.h"
#include "supervise/needs_you.h"
#include "supervise/ssh_child.h"
#include "supervise/sshlog_parse.h"
#include "sys/loop.h"
#include "sys/service_manager.h"
#include "sys/suspend.h"

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
	struct evaluation_child evaluation; /* before the next attempt */
	bool dialled;		/* sshp has made an attempt */
	struct reloader reloader;
	struct attempt attempt;
	struct banner_timeout banner;
	struct session_reason reason;	/* why the attempt ended */
	struct forwarder forwarder;
	struct held_clients held;
	struct checker checker;
	struct notifier notifier;
	struct service_manager manager;
	struct needs_you need;	/* of the user, to log in */
	struct sshlog_session end;	/* how the shell or command ended */
	struct log_repeats repeats;	/* for ssh's lines */
	struct log_limit limit;	/* for ssh's lines */
	struct background background;
	bool refused;		/* as in struct ask_policy */

	int signals;
	bool other;	/* reported that the guard has another version */
	struct guard_killed guard_killed;
	bool socket_taken;	/* reported that the control socket is taken */
	int log_to;		/* the user's -E; -1: none */
	bool log_failure_reported; /* log_to cannot be written */
	const char *wants;	/* what the user must supply to log in; or
				   NULL */
	char wanted[NEEDS_YOU_TEXT];
};

/* --- supervisor_orders.c: carries out the session's orders --- */

/* Passes an event of now to the session, and carries out its orders. */
void	supervisor_step(struct supervisor *k, enum session_kind kind,
	    int value);

/* Sends sig to ssh, if it runs. */
void	supervisor_signal(const struct supervisor *k, int sig);

/* Opens the endpoints in the run directory.  Returns 0, or -1 and errno. */
int	supervisor_enter(struct supervisor *k);

/*
 * Makes a new run directory if a part of the present one was removed.  Returns
 * 0, or -1 and errno.
 */
int	supervisor_renew(struct supervisor *k);

/* Closes the endpoints. */
void	supervisor_leave(struct supervisor *k);

/* The facts that decide whether ssh may ask the user. */
struct ask_policy	supervisor_ask_policy(const struct supervisor *k);

/* True if sshp-askpass may ask the user at the terminal. */
bool	supervisor_may_ask(const struct supervisor *k);

/* True if no ssh runs, and sshp therefore reads the user's keys. */
bool	supervisor_idle(const struct supervisor *k);

/* Fills in the status for sshpctl. */
void	supervisor_status(void *supervisor, struct control_status *out);

/* --- supervisor_attempt.c: from the order to start ssh until it runs --- */

/*
 * Begins an attempt: evaluates ssh_config, except for the first attempt, waits
 * for a login slot, and starts ssh.
 */
void	supervisor_attempt(struct supervisor *k);

/*
 * The plans changed as c says.  While ssh runs, the forwards change through its
 * control socket.
 */
void	supervisor_change(struct supervisor *k, const struct plans_change *c);

/* Does the next of these steps when the last is done; call each turn. */
void	supervisor_attempt_turn(struct supervisor *k);

/* Cancels the start of ssh: the attempt has ended. */
void	supervisor_attempt_stop(struct supervisor *k);

/* ssh has ended: frees the login slot for others that wait for the server. */
void	supervisor_attempt_end(struct supervisor *k);

/* --- reload.c: applies an edit of ssh_config when the user asks --- */

/* sshpctl asks for a reload. */
void	reload_asked(struct supervisor *k);

/* Does the next step of a reload; call each turn. */
void	reload_turn(struct supervisor *k);

/* --- guard_events.c: the events of guards --- */

/*
 * Handles an event of a guard: its cause goes to the session, its text to the
 * reason that is shown.
 */
void	guard_events_feed(void *supervisor, const struct event *e);

/* --- supervisor_inputs.c: turns inputs into events of the session --- */

/* Handles a line of ssh's log. */
void	input_line(void *supervisor, const char *line);

/* Handles a line from the standard error of ssh and its children. */
void	input_stderr(void *supervisor, const char *line);

/* Reads new lines of both. */
void	input_read(struct supervisor *k);

/* Prints how many lines were left out, if that is due. */
void	input_left_out(struct supervisor *k);

/* Checks whether ssh has logged in and has its forwards; call each turn. */
void	input_look(struct supervisor *k);

/* Checks whether the guard is gone while ssh still runs; call each turn. */
void	input_guard(struct supervisor *k);

/* ssh has ended: checks whether the guard was killed before. */
void	input_end(struct supervisor *k);

/* Handles a request of sshpctl. */
void	input_asked(void *supervisor, enum control_request r);

/* Tells the user news of a forward, or of the user's command. */
void	input_news(void *supervisor, const char *text);

#endif
