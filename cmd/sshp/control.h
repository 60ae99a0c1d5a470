/* SPDX-License-Identifier: ISC */
/* Answers the requests of sshpctl without ever blocking. */
#ifndef SSHP_CONTROL_H
#define SSHP_CONTROL_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/control.h"
#include "sys/loop.h"

/*
 * The supervisor's side of sshpctl(1).  Only our own user and root may connect.
 * The supervisor never blocks: it closes the connection of a client that does
 * not read its answers.  When there are too many clients, control_evicted()
 * chooses who loses its connection.
 */

struct control {
	int listener, slot;
	int most;		/* simultaneous clients */
	int64_t came;		/* connections accepted so far */
	int fd[CONTROL_MAX];	/* -1: free */
	int client_slot[CONTROL_MAX];
	struct control_client client[CONTROL_MAX];
};

/* Takes over the listening socket listener; -1: accepts no clients. */
void	control_open(struct control *c, int listener);

/* Replaces the listening socket. */
void	control_move(struct control *c, int listener);

/* Adds all descriptors to a turn of the loop. */
void	control_watch(struct control *c, struct loop *l);

/*
 * Handles what arrived.  Calls asked for each request before the answer; status
 * fills in the answer.
 */
void	control_take(struct control *c, const struct loop *l,
	    void (*asked)(void *, enum control_request),
	    void (*status)(void *, struct control_status *), void *arg);

/* Sends the new status to the clients that watch. */
void	control_changed(struct control *c,
	    void (*status)(void *, struct control_status *), void *arg);

/*
 * Sends the status with the figures of the path to the clients that asked for
 * them; last: no others follow.
 */
void	control_path(struct control *c, bool last,
	    void (*status)(void *, struct control_status *), void *arg);

/*
 * Accepts no new clients.  Present connections stay open until this process
 * ends, because "sshpctl stop" waits for that.
 */
void	control_finish(struct control *c);

void	control_close(struct control *c);

#endif
