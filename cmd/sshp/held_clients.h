/* SPDX-License-Identifier: ISC */
/* Listens for the local forwards, holds clients, and relays them to ssh. */
#ifndef SSHP_HELD_CLIENTS_H
#define SSHP_HELD_CLIENTS_H

#include <sys/types.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plan/plan.h"
#include "supervise/hold.h"
#include "sys/listener.h"
#include "sys/loop.h"
#include "transport/flow.h"

#define HELD_CLIENTS_TEXT 160

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

struct held_listener {
	struct listener socket;
	struct listener_where where;
	unsigned watched[LISTENER_MOST];
	size_t i;		/* of its forward in the plan */
	int64_t since, due;	/* of the failure; of the next try; ms */
	bool told;		/* the user knows of the failure */
};

/*
 * The local forwards of a plan with PersistHold.  They listen as long as sshp
 * runs.  Zero with set -1: ssh listens itself.
 */
struct held_clients {
	const struct plan *plan;
	int set, slot;		/* pollset.h; its slot in this turn */
	struct hold machine;
	struct held_listener *listener;	/* one for each local forward */
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

/* sshp starts ssh: removes the sockets of the last one.  0, or -1 and errno. */
int	held_clients_begin(struct held_clients *h);

void	held_clients_watch(struct held_clients *h, struct loop *l);

/* ssh, the process pid, listens for forward i of the plan, or not. */
void	held_clients_up(struct held_clients *h, size_t i, bool up, pid_t pid);

/* Serves clients; call each turn, after held_clients_up(). */
void	held_clients_turn(struct held_clients *h, const struct loop *l);

/* ssh has ended: resets its clients. */
void	held_clients_lost(struct held_clients *h);

/*
 * Why nobody can connect to forward i of the plan, "Address already in use"; or
 * NULL.
 */
const char	*held_clients_refused(const struct held_clients *h, size_t i);

/*
 * Writes the clients of each forward, "-L 8080: 3 held, 12 connected; ...", or
 * "" without PersistHold.
 */
void	held_clients_text(const struct held_clients *h, char *text,
	    size_t size);

/* Closes the listeners, and resets all clients. */
void	held_clients_close(struct held_clients *h);

#endif
