/* SPDX-License-Identifier: ISC */
/* The state of each forward, and when to retry a refused one. */
#ifndef SUPERVISE_FORWARDS_H
#define SUPERVISE_FORWARDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The forwards of a kept connection, each by itself: one that is refused
 * takes nothing else down, and is asked for again until it is there.  ssh
 * asks for all of them when it has logged in; what comes later goes through
 * its control socket, one call at a time.
 */

enum forwards_state {
	FORWARDS_ASKED,		/* by ssh; the answer is not known yet */
	FORWARDS_UP,		/* somebody listens for it, and it is ours */
	FORWARDS_REFUSED,	/* to be asked for again when due */
	FORWARDS_CANCELLING,	/* the calls that do so run */
	FORWARDS_ASKING
};

struct forwards_one {
	bool remote;		/* the server listens */
	bool any;		/* at a port of its choice: -R 0 */

	enum forwards_state state;
	bool listed;		/* ssh has it in its list, up or not */
	bool alias;		/* ask for its alias: ssh does not let go of it */
	bool had;		/* it was up in an earlier connection */
	bool tell;		/* it came up late, and nobody was told */
	int port;		/* that -R 0 was given; 0: not known */
	int64_t refused;	/* since when, ms; SPAN_NEVER: it is not */
	int64_t due;		/* when to ask, ms; SPAN_NEVER: not at all */
};

struct forwards {
	struct forwards_one *one;
	size_t n;
	size_t answered;	/* remote ones that ssh told of */
	bool calls;		/* there is a socket to call through */
	bool live;		/* logged in */
	size_t calling;		/* the one a call is for; n: none runs */
	int64_t timer;		/* when to look for orders, ms; SPAN_NEVER */
};

/* What a call came to. */
enum forwards_result {
	FORWARDS_DONE,
	FORWARDS_DENIED,
	FORWARDS_CLINGS,	/* granted, and nobody listens: an earlier try
				   that ssh does not let go of */
	FORWARDS_UNKNOWN	/* no answer in time: ssh may list it, or not */
};

enum forwards_what {
	FORWARDS_NOTHING,
	FORWARDS_CANCEL,	/* take it off ssh's list, end: forwards_done() */
	FORWARDS_FORWARD,	/* ask for it, end: forwards_done() */
	FORWARDS_TELL		/* say that it is there at last */
};

struct forwards_order {
	enum forwards_what what;
	size_t i;		/* of which */
};

/* The n at one, with remote and any set; they stay the caller's. */
void	forwards_start(struct forwards *f, struct forwards_one *one,
	    size_t n);

/* ssh is started; calls: it will have a socket for us. */
void	forwards_begin(struct forwards *f, bool calls);

/* Its socket is ours no more: nothing is asked for until the next ssh. */
void	forwards_mute(struct forwards *f);

/*
 * It logged in.  words: ssh will say how the server answered to each remote
 * one, however late.  Without them one that is not said to be refused within
 * seconds counts as up: to cancel a forward before its answer ends ssh.
 */
void	forwards_login(struct forwards *f, int64_t now, bool words);

/*
 * ssh says what the server answered to the next remote one: the answers have
 * no names, but come in the order of the requests.
 */
void	forwards_answer(struct forwards *f, int64_t now, bool granted);

/*
 * ssh says which port the one answered last was given; one of any port is not
 * up before.
 */
void	forwards_port(struct forwards *f, int64_t now, int port);

/*
 * The ith is up, or not: somebody looked whether a local one listens, or ssh
 * gave the name of a remote one.  Counts where no answer is known yet.
 */
void	forwards_look(struct forwards *f, size_t i, int64_t now, bool up);

/* The call ended; port: of -R 0, or 0. */
void	forwards_done(struct forwards *f, int64_t now,
	    enum forwards_result r, int port);

/* What was refused is to be asked for at once: what held it was ended. */
void	forwards_haste(struct forwards *f, int64_t now);

/* The wait before the next try of what has been refused for so long, ms. */
int64_t	forwards_pace(int64_t lasted);

/* The ith is up, but could be had better: cancel it and ask again. */
void	forwards_again(struct forwards *f, size_t i, int64_t now);

/* The connection is gone, and all calls with it. */
void	forwards_lost(struct forwards *f);

/*
 * The next order; to be asked until there is nothing, after anything of the
 * above, and when timer has come.
 */
struct forwards_order	forwards_next(struct forwards *f, int64_t now);

/* True when all are answered: up, or refused. */
bool	forwards_settled(const struct forwards *f);

/* How many are up. */
size_t	forwards_up(const struct forwards *f);

#endif
