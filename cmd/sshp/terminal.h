/* SPDX-License-Identifier: ISC */
/* Controls the terminal between two attempts. */
#ifndef SSHP_TERMINAL_H
#define SSHP_TERMINAL_H

#include "sshp/messages.h"
#include "supervise/progress.h"
#include "sys/loop.h"
#include "sys/tty.h"

/*
 * The terminal between two attempts.  sshp restores the terminal settings,
 * prints messages and the status line, and reads Enter.
 */
struct terminal {
	struct messages messages;
	struct tty tty;		/* fd -1: no terminal, or no user at it */
	int64_t count_due;	/* next update of the status line, ms */
	int slot;		/* of this turn of the loop */
};

/* Saves the settings; live: a user is at the terminal, and may be asked. */
void	terminal_open(struct terminal *t, bool live);

/* Hands the terminal to ssh: clears the status line, discards typed keys. */
void	terminal_yield(struct terminal *t);

/* No ssh runs from now on: sshp reads the keys. */
void	terminal_wait(struct terminal *t, int64_t now);

/*
 * The session gave orders: restores the terminal for the messages about them,
 * which messages_orders() prints next.
 */
void	terminal_orders(struct terminal *t, const struct session *s,
	    unsigned orders);

/* Adds the terminal to a turn of the loop; idle: no ssh runs. */
void	terminal_watch(struct terminal *t, struct loop *l, bool idle);

/* True if Enter was pressed. */
bool	terminal_enter(const struct terminal *t, const struct loop *l);

/*
 * Updates the status line, if that is due: the countdown while the session
 * waits, or how long ssh has been connecting.
 */
void	terminal_count(struct terminal *t, const struct session *s,
	    const struct progress *p, int64_t now);

/* Restores the terminal. */
void	terminal_close(struct terminal *t);

/* sshp goes to the background: forgets the terminal. */
void	terminal_leave(struct terminal *t);

#endif
