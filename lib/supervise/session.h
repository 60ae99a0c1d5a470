/* SPDX-License-Identifier: ISC */
/* The states of a kept ssh: events in, orders out. */
#ifndef SUPERVISE_SESSION_H
#define SUPERVISE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/cause.h"
#include "supervise/backoff.h"

/*
 * The life of a kept connection, from the first try to the last: told what
 * happened, it answers with orders.  Whether an end is final or a loss, and
 * what comes next, is decided here and nowhere else.
 *
 * Final is what an exit status, a signal or a request of ours shows.  What the
 * guard reports or a log line says is final only at the first start, if a
 * person waits for it; without a person only a login that ssh itself says was
 * refused is final.  Later it slows the next try.
 * Between two dangers, to knock at a server with logins that it refuses, and to
 * stay away for good because a stranger wrote that it does, the rule is: once a
 * connection was up it is always tried again, in the end six times an hour if
 * the login is refused, and once an hour if it needs a person.
 */

enum session_state {
	SESSION_NEW,
	SESSION_TRYING,		/* ssh runs, and is not ready */
	SESSION_UP,		/* ready: logged in, and its forwards granted */
	SESSION_ENDING,		/* ssh was told to end */
	SESSION_WAITING,	/* no ssh; the next try is due at timer */
	SESSION_NEEDS_YOU,	/* no ssh; a person can make the next try succeed,
				   else it is due at timer */
	SESSION_OVER
};

/* How far an attempt came; each includes those before. */
enum session_reach {
	REACH_NOTHING,
	REACH_STARTED,		/* ssh accepted its options */
	REACH_CONNECTED,	/* TCP, or whatever the ProxyCommand does */
	REACH_BANNER,		/* an SSH server speaks */
	REACH_AUTHENTICATED,
	REACH_READY
};

enum session_kind {
	ON_START,		/* value: 1 if a person waits for it, else 0 */
	ON_REACH,		/* value: enum session_reach */
	ON_CAUSE,		/* value: enum cause */
	ON_HINT,		/* value: enum cause; by words that a
				   stranger may have written */
	ON_EXIT,		/* value: 0..255, or SESSION_SIGNAL + signal */
	ON_STOP,		/* value: the signal that tells us to end */
	ON_QUIT,		/* we are asked to end, and to say it went well */
	ON_AGAIN,		/* reconnect now: a person, or a resume */
	ON_HASTE,		/* the wait, if any, is over */
	ON_PERSON,		/* one is there, and wants it tried now */
	ON_NEED,		/* only a person can mend what ends this try */
	ON_FROZEN,		/* ssh was stopped, not by its user */
	ON_UNWATCHED,		/* its guard was killed, and nobody uses it */
	ON_SERVICE,		/* the user's check failed too often */
	ON_TIME		/* timer has come */
};

#define SESSION_SIGNAL 256

struct session_event {
	enum session_kind kind;
	int value;
};

/* What is to be done: any number of these. */
enum session_order {
	ORDER_SPAWN = 1 << 0,	/* start ssh */
	ORDER_TERM = 1 << 1,	/* SIGTERM to it */
	ORDER_CONT = 1 << 2,	/* SIGCONT to it */
	ORDER_KILL = 1 << 3,	/* SIGKILL to it */
	ORDER_QUIT = 1 << 4,	/* end, as status and stop say */
	ORDER_TELL_UP = 1 << 5,	/* say that it is up, or back */
	ORDER_TELL_LOST = 1 << 6, /* say that it was lost */
	ORDER_TELL_WAIT = 1 << 7, /* say why and how long we wait */
	ORDER_TELL_END = 1 << 8, /* say why it is over */
	ORDER_TELL_NEED = 1 << 9 /* say what is wanted of a person */
};

struct session {
	/* What it was asked to be. */
	bool tunnel;		/* -N: there is no session */
	bool always;		/* start again after a clean exit, too */
	struct backoff backoff;
	int max_tries;		/* failures in a row; 0: no limit */

	/* Where it is. */
	enum session_state state;
	int64_t timer;		/* when to step next; SPAN_NEVER: nothing due */
	int64_t began;		/* the present or last attempt, ms */
	int64_t up;		/* since when; SPAN_NEVER: it is not */
	int64_t lost;		/* when it was lost; SPAN_NEVER: it was not */
	int64_t lasted;		/* the last one that was up, ms */
	bool once;		/* it has been up */
	bool waited;		/* a person waits for the first try */
	enum session_reach reach; /* of the present or last attempt */
	enum cause cause;
	bool sure;		/* it is no mere hint */
	int exit;		/* its end, as in ON_EXIT */
	int tries;		/* failures in a row */
	int turned;		/* of them, the last by a server that answered */
	int parked;		/* tries in a row that needed a person */
	bool quiet;		/* nobody may be asked anything in this try */
	bool asking;		/* a person is there for the next one */
	bool need;		/* only a person can mend what ends it */
	bool again;		/* being ended to be started anew at once */
	bool frozen;		/* it has been continued once */
	int64_t thawed;		/* when, ms */

	/* The end, with ORDER_QUIT. */
	int status;		/* to exit with */
	int stop;		/* or the signal to die of; 0: none */
	bool asked;		/* ON_QUIT: no signal to die of */
};

/* Ready for ON_START. */
void	session_start(struct session *s, bool tunnel, bool always,
	    const struct backoff *backoff, int max_tries);

/*
 * Something happened at now, ms; returns orders.  chance is uniform over all
 * of uint32_t.
 */
unsigned	session_step(struct session *s, int64_t now,
		    struct session_event e, uint32_t chance);

#endif
