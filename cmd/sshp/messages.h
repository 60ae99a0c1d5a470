/* SPDX-License-Identifier: ISC */
/* Prints messages to the user, and the status line. */
#ifndef SSHP_MESSAGES_H
#define SSHP_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/session.h"
#include "sys/log.h"

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

#endif
