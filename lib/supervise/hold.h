/* SPDX-License-Identifier: ISC */
/* Which local clients wait for ssh, and which one is passed on next. */
#ifndef SUPERVISE_HOLD_H
#define SUPERVISE_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * With PersistHold, sshp listens for the local forwards itself.  It accepts a
 * client at once, and lets it wait until ssh listens for its forward.  A client
 * that waits too long is reset.  When ssh is lost, all connected clients are
 * reset: a cut transfer must not look complete.  Clients are numbered; the
 * caller has their descriptors.
 */

enum hold_state { HOLD_FREE, HOLD_WAITING, HOLD_CONNECTED };

struct hold_client {
	enum hold_state state;
	uint32_t forward;	/* index of its forward */
	uint32_t next, prev;	/* in the list of its state; HOLD_NONE: none */
	int64_t expires;	/* end of its wait, ms */
};

#define HOLD_NONE UINT32_MAX

struct hold_list {
	uint32_t first, last;	/* HOLD_NONE: the list is empty */
};

struct hold_forward {
	bool up;		/* ssh listens for it */
	int64_t pause;		/* no client is passed on before, ms */
	struct hold_list waiting;	/* the oldest first */
	int64_t held, connected;	/* clients now */
	int64_t clients;	/* accepted since the start */
	int64_t expired, left, lost;	/* reset after the wait; gone while
					   they waited; reset with their ssh */
};

struct hold {
	struct hold_client *client;
	uint32_t room;		/* elements of client */
	struct hold_list unused, connecteds;
	struct hold_forward *forward;
	uint32_t forwards;
	int64_t span;		/* longest wait, ms */
	int64_t held, connected;	/* clients of all forwards now */
	int64_t most_held, most_connected;
	uint32_t turn;		/* the forward whose client comes next */
	int64_t burst, burst_from;	/* clients passed on since, ms */
	bool resets;		/* ssh is lost: the connected are reset */
	int64_t timer;		/* next hold_next(), ms; or SPAN_NEVER */
};

/* How many clients there may be with so many descriptors. */
struct hold_limits {
	int64_t held, connected;
};

#define HOLD_MOST_HELD 4000
#define HOLD_MOST_CONNECTED 1000

/* Descriptors that sshp, and ssh, need besides those of clients. */
#define HOLD_SPARE 64
#define HOLD_SPARE_SSH 24

/*
 * sshp, which may have so many descriptors, needs one for each held client, and
 * two for each connected one; ssh, which may have that many, needs one.
 */
struct hold_limits	hold_limits(int64_t descriptors, int64_t ssh);

/* Descriptors for as many clients as there may be. */
#define HOLD_DESCRIPTORS \
	(HOLD_SPARE + HOLD_MOST_HELD + 2 * HOLD_MOST_CONNECTED)

/*
 * Begins with no clients.  client has limits.held + limits.connected elements,
 * forward has n; the caller owns both.  span: the longest wait, ms.
 */
void	hold_start(struct hold *h, struct hold_client *client,
	    struct hold_forward *forward, size_t n, struct hold_limits limits,
	    int64_t span);

/*
 * The forwards are at another place, and are n, at least as many as before; the
 * further ones have no clients.
 */
void	hold_move(struct hold *h, struct hold_forward *forward, size_t n);

/* Element f, which has no clients, is another forward. */
void	hold_renew(struct hold *h, size_t f);

/* Forward f is gone: the next orders reset its clients that wait. */
void	hold_removed(struct hold *h, size_t f);

/* The longest wait is another, also for the clients that wait. */
void	hold_span(struct hold *h, int64_t span);

/* True if one more client may wait; the others stay in the backlog. */
bool	hold_room(const struct hold *h);

/* A client of forward f was accepted at now; its number.  Needs room. */
uint32_t	hold_accepted(struct hold *h, size_t f, int64_t now);

/* ssh listens for forward f, or no longer. */
void	hold_up(struct hold *h, size_t f, bool up);

/* Client i was passed on, as hold_next() ordered. */
void	hold_passed(struct hold *h, uint32_t i, int64_t now);

/* ssh has no room for client i: it waits a little. */
void	hold_busy(struct hold *h, uint32_t i, int64_t now);

/* Client i is gone: it left while it waited, or its connection ended. */
void	hold_ended(struct hold *h, uint32_t i);

/* ssh is lost. */
void	hold_lost(struct hold *h);

enum hold_what {
	HOLD_NOTHING,
	HOLD_CONNECT,	/* connect client i to ssh; then hold_passed(),
			   hold_busy() or hold_ended() */
	HOLD_RESET	/* reset client i, whose number is free now */
};

struct hold_order {
	enum hold_what what;
	uint32_t i;
};

/*
 * The next order.  The caller asks until the answer is HOLD_NOTHING, each turn
 * and when timer has come.
 */
struct hold_order	hold_next(struct hold *h, int64_t now);

#endif
