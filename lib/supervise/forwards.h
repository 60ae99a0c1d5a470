/* SPDX-License-Identifier: ISC */
/* The state of each forward, and when to retry a refused one. */
#ifndef SUPERVISE_FORWARDS_H
#define SUPERVISE_FORWARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Each forward of a kept connection has its own state.  A refused forward does
 * not affect the others; sshp retries it until it succeeds.  ssh requests all
 * forwards when it has logged in.  sshp sends later requests ("calls") through
 * ssh's control socket, one at a time.
 */

enum forwards_state {
	FORWARDS_ASKED,		/* ssh requested it; no answer is known yet;
				   if refused is set, sshp waits no longer */
	FORWARDS_UP,		/* granted: ssh or the server listens for it */
	FORWARDS_REFUSED,	/* sshp requests it again when due */
	FORWARDS_CANCELLING,	/* a call that cancels it runs */
	FORWARDS_ASKING		/* a call that requests it runs */
};

struct forwards_one {
	bool remote;		/* the server listens */
	bool any;		/* the server chooses the port: -R 0 */
	bool at_start;		/* no call can request it: only ssh itself, at
				   its start */

	enum forwards_state state;
	bool listed;		/* ssh has it in its list, up or not */
	bool alias;		/* request its alias: ssh keeps the failed
				   forward and cannot cancel it */
	bool had;		/* it was up in an earlier connection */
	bool tell;		/* it came up late, and no FORWARDS_TELL yet */
	int port;		/* that -R 0 was given; 0: not known */
	int64_t refused;	/* not up since, ms; SPAN_NEVER: it is up, or
				   sshp waits for the first answer */
	int64_t due;		/* next request, ms; SPAN_NEVER: none */
};

struct forwards {
	struct forwards_one *one;
	size_t n;
	size_t answered;	/* remote forwards whose answer ssh logged */
	bool edited;		/* the list is another than ssh began with: its
				   order says nothing about ssh's answers */
	bool calls;		/* there is a control socket for calls */
	bool live;		/* ssh has logged in */
	bool words;		/* ssh logs the server's answers */
	size_t calling;		/* the forward that a call is for; n: none */
	int64_t timer;		/* next forwards_next(), ms; or SPAN_NEVER */
};

/* How a call ended. */
enum forwards_result {
	FORWARDS_DONE,		/* ssh did what the call asked for */
	FORWARDS_DENIED,
	FORWARDS_NOT_LISTENING,	/* granted, but nothing listens: ssh keeps an
				   earlier, failed request */
	FORWARDS_UNKNOWN	/* no answer in time: ssh may list it, or not */
};

enum forwards_what {
	FORWARDS_NOTHING,
	FORWARDS_CANCEL,	/* cancel it, then call forwards_done() */
	FORWARDS_FORWARD,	/* request it, then call forwards_done() */
	FORWARDS_TELL		/* tell the user that it is up at last */
};

struct forwards_order {
	enum forwards_what what;
	size_t i;		/* index of the forward */
};

/* Begins with n forwards at one, which the caller owns; remote, any are set. */
void	forwards_start(struct forwards *f, struct forwards_one *one,
	    size_t n);

/* ssh is started; calls: ssh will have a control socket for sshp. */
void	forwards_begin(struct forwards *f, bool calls);

/* The control socket is not ours any more: no calls until the next ssh. */
void	forwards_no_calls(struct forwards *f);

enum {	/* waits for the server's answers, from the login on, ms */
	FORWARDS_ASSUMED = 5000,
	FORWARDS_ANSWERED = 150000 /* as CAUSE_NO_REPLY says it; a server that
				   opens a session can take minutes */
};

/*
 * ssh logged in.  words: ssh will log the server's answer for each remote
 * forward.  Without words, a remote forward counts as up if ssh's log does not
 * say within FORWARDS_ASSUMED that it was refused.  sshp waits because ssh ends
 * if a forward is cancelled before its answer.  After FORWARDS_ANSWERED without
 * an answer the others do not wait for it; sshp does not request it again.
 */
void	forwards_login(struct forwards *f, int64_t now, bool words);

/*
 * ssh logged the server's answer for the next remote forward.  The answers
 * have no names, but come in the order of the requests.
 */
void	forwards_answer(struct forwards *f, int64_t now, bool granted);

/*
 * ssh logged the port of the remote forward that was answered last.  A forward
 * with any set is up only then.
 */
void	forwards_port(struct forwards *f, int64_t now, int port);

/*
 * Forward i is up, or not: the caller looked whether a local forward listens,
 * or ssh's log named a remote one.  Ignored if an answer is known already.
 */
void	forwards_look(struct forwards *f, size_t i, int64_t now, bool up);

/* The call ended; port: the port that -R 0 was given, or 0. */
void	forwards_done(struct forwards *f, int64_t now,
	    enum forwards_result r, int port);

/*
 * Refused remote forwards are due at now, because the process that held their
 * ports was ended.
 */
void	forwards_retry_now(struct forwards *f, int64_t now);

/* The wait before the next request, ms; refused for lasted, ms. */
int64_t	forwards_pace(int64_t lasted);

/* Forward i is up, but not as it should be: cancel it and request it again. */
void	forwards_renew(struct forwards *f, size_t i, int64_t now);

/*
 * The list becomes the n forwards at one, which the caller owns; ssh has logged
 * in, and no call runs.  from[i] is the index of forward i in the list before,
 * or at least its length for a new one, which is requested at once if there are
 * calls.
 */
void	forwards_edit(struct forwards *f, struct forwards_one *one, size_t n,
	    const size_t *from, int64_t now);

enum forwards_close {
	FORWARDS_CLOSED,	/* ssh does not have it */
	FORWARDS_CLOSE_NOW,	/* cancel it */
	FORWARDS_CLOSE_LATER	/* it stays until the connection ends */
};

/* How to close forward i, which the list will no longer have. */
enum forwards_close	forwards_close(const struct forwards *f, size_t i);

/* The connection is lost, and all calls with it. */
void	forwards_lost(struct forwards *f);

/*
 * The next order.  The caller asks until the answer is FORWARDS_NOTHING, after
 * each function above and when timer has come.
 */
struct forwards_order	forwards_next(struct forwards *f, int64_t now);

/* True if every forward is up, refused, or unanswered for too long. */
bool	forwards_settled(const struct forwards *f);

/* True if a forward is unanswered for too long. */
bool	forwards_unanswered(const struct forwards *f);

/*
 * True if forward i is up, waits for the next connection, or has been refused
 * for a moment: the port may be that of a forward that was just closed.
 */
bool	forwards_decided(const struct forwards *f, size_t i, int64_t now);

/* How many forwards are up. */
size_t	forwards_up(const struct forwards *f);

#endif
