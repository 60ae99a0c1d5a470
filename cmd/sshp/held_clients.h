/* SPDX-License-Identifier: ISC */
/* Listens for the local forwards, holds clients, and relays them to ssh. */
#ifndef SSHP_HELD_CLIENTS_H
#define SSHP_HELD_CLIENTS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/words.h"
#include "plan/plan.h"
#include "proto/control.h"
#include "supervise/hold.h"
#include "sys/listener.h"
#include "sys/loop.h"
#include "transport/flow.h"

/* One direction between a client and ssh. */
struct held_way {
	struct flow flow;
	char *rest;		/* bytes read and not yet written; or NULL */
	size_t at;		/* of rest: what is written */
};

struct held_client {
	int fd;			/* the client's; -1: none */
	int ssh;		/* to ssh; -1: the client waits */
	uint32_t use;		/* counts the uses of this element */
	unsigned fd_events, ssh_events;	/* that the set watches */
	bool quiet;		/* it waits, and sends nothing more */
	struct held_way up, down;
};

/* Where a forward listens; it outlives the plan, which an edit replaces. */
struct held_listener {
	struct listener socket;
	struct listener_where where;
	char letter;		/* L or D */
	const char *name;	/* for messages: "-L 8080" */
	struct words text;	/* owns the texts */
	unsigned watched[LISTENER_MOST];
	size_t i;		/* of its forward in the plan; HELD_GONE: none,
				   but clients may still be connected */
	bool kept;		/* the plan has it still */
	int64_t since, due;	/* of the failure; of the next try; ms */
	bool told;		/* the user knows of the failure */
};

#define HELD_GONE SIZE_MAX

/*
 * The local forwards of a plan with PersistHold.  They listen as long as sshp
 * runs.  Zero with set -1: ssh listens itself.
 */
struct held_clients {
	const struct plan *plan;
	int set, slot;		/* pollset.h; its slot in this turn */
	struct hold machine;
	struct held_listener *listener;	/* one for each local forward, and
					   those that are gone */
	size_t listeners;
	struct hold_forward *forward;	/* likewise */
	struct hold_client *state;
	struct held_client *client;
	char *buffer;
	pid_t pid;		/* of the ssh that the clients go to */
	int end;		/* connection to plan->hold_end; -1: none */
	int64_t end_due;	/* no connection there before, ms */
	bool accepts;		/* the set watches the listeners */
	bool short_told;	/* the user knows of a lack of descriptors */
	int64_t paused;		/* no client is accepted before, ms */
	int64_t look, look_next;	/* at quiet clients: due, and not
					   before; ms */
	size_t quiet;		/* clients to look at */
	void (*say)(void *, const char *);	/* tells the user */
	void *arg;
};

/*
 * Listens, if the plan says so.  Returns 0, also if a port is taken, which sshp
 * retries; or -1 and errno.
 */
int	held_clients_open(struct held_clients *h, const struct plan *plan,
	    void (*say)(void *, const char *), void *arg);

/*
 * The plan has changed: closes and opens listeners.  Clients of a forward that
 * is gone and wait are reset, those of others are not touched.  runs: ssh runs,
 * and cannot open what it opens only at its start.  0, or -1 and errno.
 */
int	held_clients_change(struct held_clients *h, bool runs, int64_t now);

/*
 * sshp starts ssh: removes the sockets of the last one, and does the same as
 * held_clients_change().  0, or -1 and errno.
 */
int	held_clients_begin(struct held_clients *h, int64_t now);

void	held_clients_watch(struct held_clients *h, struct loop *l);

/* ssh, the process pid, listens for forward i of the plan, or not. */
void	held_clients_up(struct held_clients *h, size_t i, bool up, pid_t pid);

/* Serves clients; call each turn, after held_clients_up(). */
void	held_clients_turn(struct held_clients *h, const struct loop *l);

/* ssh has ended: resets its clients. */
void	held_clients_lost(struct held_clients *h);

/* Closes the listeners, and resets all clients. */
void	held_clients_close(struct held_clients *h);

/* --- held_listeners.c --- */

/*
 * Why nobody can connect to forward i of the plan, "Address already in use"; or
 * NULL.
 */
const char	*held_clients_refused(const struct held_clients *h, size_t i);

/* Fills in the numbers of clients. */
void	held_clients_status(const struct held_clients *h,
	    struct control_status *out);

/* The kind of key of a listener's events: its number, and the address's. */
enum { HELD_KEY_LISTENER };

static inline uint64_t
held_key(unsigned kind, uint32_t i, uint32_t use)
{
	return (uint64_t)use << 32 | (uint64_t)i << 2 | kind;
}

/* Makes the listeners those of the plan; 0, or -1 and errno. */
int	held_listeners_edit(struct held_clients *h, bool runs, int64_t now);

/* Tries again to listen where that failed, and tells the user. */
void	held_listeners_retry(struct held_clients *h, int64_t now);

/* The next time for that, ms. */
int64_t	held_listeners_due(const struct held_clients *h);

/* Accepts from all listeners, or from none. */
void	held_listeners_accept(struct held_clients *h, bool accepts);

void	held_listeners_close(struct held_clients *h);

#endif
