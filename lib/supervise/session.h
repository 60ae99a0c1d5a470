/* SPDX-License-Identifier: ISC */
/* The states of a kept ssh: events in, orders out. */
#ifndef SUPERVISE_SESSION_H
#define SUPERVISE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/event.h"
#include "supervise/backoff.h"
#include "supervise/sshlog_parse.h"

/*
 * The session is a state machine for a kept connection, from the first attempt
 * to the last: the caller reports events, the session answers with orders.
 * Only this module decides whether an end is final or a loss, and what is next.
 *
 * An exit status, a signal or a request of ours can be final at any time.  A
 * report of the guard or a line of ssh's log is final only at the first start,
 * and only if the user waits for it.  If no user waits, only a login that ssh
 * itself says was refused is final.  Later, reports and lines make the next
 * wait longer.  Only ssh's own words for what its exit status hides are final
 * at any time: ssh was told to exit, or the session ended by itself.
 *
 * There are two dangers: to repeat logins that the server refuses, and to give
 * up because a stranger wrote that the server refuses them.  So a connection
 * that was up once is always tried again: in the end six times an hour if the
 * login is refused, and once an hour if it needs the user.
 */

enum session_state {
	SESSION_NEW,
	SESSION_TRYING,		/* ssh runs, and is not ready */
	SESSION_UP,		/* ready: logged in, and its forwards granted */
	SESSION_ENDING,		/* ssh was told to end */
	SESSION_WAITING,	/* no ssh; the next attempt is due at timer */
	SESSION_NEEDS_YOU,	/* no ssh; only the user can make the next
				   attempt succeed; it is due at timer */
	SESSION_OVER
};

/* How far an attempt came; each includes those before. */
enum session_reach {
	REACH_NOTHING,
	REACH_STARTED,		/* ssh accepted its options */
	REACH_CONNECTED,	/* by TCP, or as the ProxyCommand connects */
	REACH_BANNER,		/* the server has sent its banner */
	REACH_AUTHENTICATED,
	REACH_READY
};

enum session_kind {
	ON_START,		/* value: 1 if the user waits for it, else 0 */
	ON_REACH,		/* value: enum session_reach */
	ON_CAUSE,		/* value: enum cause */
	ON_HINT,		/* value: enum cause, from text that a
				   stranger may have written */
	ON_EXIT,		/* value: 0..255, or SESSION_SIGNAL + signal */
	ON_STOP,		/* value: the signal that tells sshp to end */
	ON_QUIT,		/* sshp is asked to end with status 0 */
	ON_RECONNECT,		/* reconnect now: the user asked, or the
				   machine resumed */
	ON_RETRY,		/* end the present wait, if any */
	ON_USER,		/* the user is there, wants an attempt now */
	ON_NEED,		/* only the user can solve what ends this
				   attempt */
	ON_FROZEN,		/* ssh was stopped, not by its user */
	ON_REPLACE,		/* the connection is of no use; value: enum
				   cause */
	ON_SERVICE,		/* PersistCheck failed too often */
	ON_TIME		/* timer has come */
};

#define SESSION_SIGNAL 256

struct session_event {
	enum session_kind kind;
	int value;
};

/* Orders to the caller: any number of these. */
enum session_order {
	ORDER_SPAWN = 1 << 0,	/* start ssh */
	ORDER_TERM = 1 << 1,	/* send SIGTERM to ssh */
	ORDER_CONT = 1 << 2,	/* send SIGCONT to ssh */
	ORDER_KILL = 1 << 3,	/* send SIGKILL to ssh */
	ORDER_QUIT = 1 << 4,	/* end, as status and stop say */
	ORDER_TELL_UP = 1 << 5,	/* tell that it is up, or back */
	ORDER_TELL_LOST = 1 << 6, /* tell that it was lost */
	ORDER_TELL_WAIT = 1 << 7, /* tell why and how long sshp waits */
	ORDER_TELL_END = 1 << 8, /* tell why it is over */
	ORDER_TELL_NEED = 1 << 9 /* tell what the user must supply */
};

struct session {
	/* The parameters. */
	bool tunnel;		/* -N: there is no session */
	bool command;		/* it runs a remote command, and no shell; the
				   caller may change this */
	bool always;		/* start again after a clean exit, too */
	struct backoff backoff;
	int max_tries;		/* failures in a row; 0: no limit */

	/* The state. */
	enum session_state state;
	int64_t timer;		/* when to step next; SPAN_NEVER: nothing due */
	int64_t began;		/* start of the present or last attempt, ms */
	int64_t up;		/* up since, ms; SPAN_NEVER: it is not up */
	int64_t lost;		/* last loss, ms; SPAN_NEVER: never lost */
	int64_t lasted;		/* how long the last connection was up, ms */
	bool once;		/* it has been up */
	bool waited;		/* the user waits for the first attempt */
	enum session_reach reach; /* of the present or last attempt */
	enum cause cause;
	bool sure;		/* the cause is more than a hint */
	int exit;		/* how ssh ended, as in ON_EXIT */
	int tries;		/* failures in a row */
	int answered_tries;	/* of these, the last ones in a row in which
				   the server answered */
	int needed_user;	/* attempts in a row that needed the user */
	bool quiet;		/* this attempt must not ask the user */
	bool asking;		/* the user is there for the next attempt */
	bool need;		/* only the user can solve what ends it */
	bool again;		/* ssh is being ended, to reconnect at once */
	bool frozen;		/* sshp has continued ssh once */
	int64_t continued_at;		/* when, ms */

	/* The end, with ORDER_QUIT. */
	int status;		/* the exit status of sshp */
	int stop;		/* or the signal to die of; 0: none */
	bool asked;		/* ON_QUIT: no signal to die of */
};

/* Begins; the caller sends ON_START next. */
void	session_start(struct session *s, bool tunnel, bool always,
	    const struct backoff *backoff, int max_tries);

/*
 * Event e happened at now, ms.  Returns orders.  chance is uniform over all of
 * uint32_t.
 */
unsigned	session_step(struct session *s, int64_t now,
		    struct session_event e, uint32_t chance);

/* --- the reason to show --- */

/* What the guard and ssh said about the end of an attempt. */
struct session_reason {
	char guard[480];	/* the guard's text; "": it said nothing */
	char ssh[400];		/* ssh's text; "": it said nothing */
};

/* Another attempt begins. */
void	session_reason_begin(struct session_reason *r);

/*
 * The guard sent an event.  Returns the cause.  Returns CAUSE_UNKNOWN if the
 * event is not about the end, or if an earlier event told the end already.
 */
enum cause	session_reason_event(struct session_reason *r,
	    const struct event *e);

/* The guard was killed before it could report an end. */
void	session_reason_killed(struct session_reason *r);

/* ssh logged line; s is what sshlog_line_read() made of it. */
void	session_reason_line(struct session_reason *r, const char *line,
	    const struct sshlog_line *s);

/* The ssh at path could not be started; why: strerror(3) of the error. */
void	session_reason_no_ssh(struct session_reason *r, const char *path,
	    const char *why);

/*
 * The reason as text.  wants: what the user must supply; service: how
 * PersistCheck failed.  Each is returned if it is the reason.
 */
const char	*session_reason_text(const struct session_reason *r,
	    const struct session *s,
		    const char *wants, const char *service);

#endif
