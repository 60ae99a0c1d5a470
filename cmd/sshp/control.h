/* SPDX-License-Identifier: ISC */
/* Answers the requests of sshpctl, and never waits for it. */
#ifndef SSHP_CONTROL_H
#define SSHP_CONTROL_H

#include <sys/types.h>

#include <stdbool.h>

#include "proto/control.h"
#include "sys/loop.h"

/*
 * The supervisor's side of sshpctl(1).  Only our own user and root are listened
 * to, and nobody is waited for: a client that does not read its answers is hung
 * up on.  When there are too many, the process with the most connections loses
 * one.
 */

#define CONTROL_MAX 32

struct control {
	int listener, slot;
	int most;		/* clients at a time */
	unsigned came;		/* clients so far */
	struct {
		int fd;		/* -1: free */
		int slot;
		bool watches;
		pid_t pid; /* of its process; 0: the system does not tell */
		unsigned since;	/* the how manieth to come */
	} client[CONTROL_MAX];
};

/* Listens on listener, which becomes the control's; -1: nobody can ask. */
void	control_open(struct control *c, int listener);

/* From now on listens at another one. */
void	control_move(struct control *c, int listener);

/* Enters all of it into a turn of the loop. */
void	control_watch(struct control *c, struct loop *l);

/*
 * Takes what has come.  asked is called for each request, before it is
 * answered; status fills in the answer.
 */
void	control_take(struct control *c, const struct loop *l,
	    void (*asked)(void *, enum control_request),
	    void (*status)(void *, struct control_status *), void *arg);

/* Tells those who watch that something has changed. */
void	control_changed(struct control *c,
	    void (*status)(void *, struct control_status *), void *arg);

/*
 * Nobody new is heard.  Those who ask are hung up on when this process ends:
 * that is what "sshpctl stop" waits for.
 */
void	control_finish(struct control *c);

void	control_close(struct control *c);

#endif
