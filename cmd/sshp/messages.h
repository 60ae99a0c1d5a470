/* SPDX-License-Identifier: ISC */
/*
 * Prints messages to the user and the status line, and controls the terminal
 * between two attempts.
 */
#ifndef SSHP_MESSAGES_H
#define SSHP_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/progress.h"
#include "supervise/session.h"
#include "sys/log.h"
#include "sys/loop.h"
#include "sys/tty.h"

/* The messages about one connection. */
struct messages {
	const char *name;	/* of the connection, as typed */
	struct log *log;
	bool quiet;		/* print only why sshp ended */
	bool live;		/* a user is at the terminal */
	bool redraws;		/* there, the status line can be redrawn */
	bool shown;		/* the last line is the status line */
	const char *cure;	/* what would make a login unattended, or "" */
	char said[400];		/* the last reason printed while it is down */
};

/* The connection is up, or up again; more is added to the line, or "". */
void	messages_up(struct messages *p, const struct session *s, int64_t now,
	    const char *more);

/* News about a connection; not printed on the screen of a running session. */
void	messages_news(struct messages *p, const struct session *s,
	    const char *text);

/*
 * The session gave orders; why is the reason.  Prints their messages: lost,
 * waiting, in need of the user, ended.  The same reason is printed once.
 */
void	messages_orders(struct messages *p, const struct session *s,
	    unsigned orders, const char *why);

/*
 * Draws the countdown; ours: sshp is in the foreground.  Returns when to call
 * again, ms, or SPAN_NEVER.
 */
int64_t	messages_count(struct messages *p, const struct session *s,
	    int64_t now, bool ours);

/* Draws that ssh has been connecting for ms. */
void	messages_connecting(struct messages *p, int64_t ms);

/* Prints a line that ssh wrote. */
void	messages_ssh_line(struct messages *p, const char *line);

/* Clears the status line before something else is written. */
void	messages_clear(struct messages *p);

/* --- the terminal --- */

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
