/* SPDX-License-Identifier: ISC */
/* The terminal between two attempts. */
#ifndef SSHP_TERMINAL_H
#define SSHP_TERMINAL_H

#include "sshp/messages.h"
#include "sys/loop.h"
#include "sys/tty.h"

/*
 * The terminal between the attempts: given back as its user left it, what is
 * said there, the countdown, and Enter.
 */
struct terminal {
	struct messages person;
	struct tty tty;		/* fd -1: there is none, or nobody at it */
	int64_t count_due;	/* the countdown, while it waits, ms */
	int slot;		/* in this turn of the loop */
};

/* Remembers it; live: who sits there may be asked. */
void	terminal_open(struct terminal *t, bool live);

/* ssh gets it: nothing of ours on it, nothing typed ahead. */
void	terminal_yield(struct terminal *t);

/* No ssh runs, from now on: keys mean something. */
void	terminal_wait(struct terminal *t, int64_t now);

/* The session has given orders, and why: what the person is told of an end. */
void	terminal_orders(struct terminal *t, const struct session *s,
	    unsigned orders, const char *why);

/* Enters it into a turn of the loop; idle: no ssh runs. */
void	terminal_watch(struct terminal *t, struct loop *l, bool idle);

/* True if Enter was pressed. */
bool	terminal_enter(const struct terminal *t, const struct loop *l);

/* While it waits: the countdown, if that is due. */
void	terminal_count(struct terminal *t, const struct session *s,
	    int64_t now);

/* Gives it back. */
void	terminal_close(struct terminal *t);

/* There is none any more: we go to the background. */
void	terminal_leave(struct terminal *t);

#endif
