/* SPDX-License-Identifier: ISC */
/* Prints messages to the user, and the countdown. */
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
	bool live;		/* a terminal: the countdown can be redrawn */
	bool shown;		/* the last line shows a countdown */
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

/* The countdown; returns when to call again, ms, or SPAN_NEVER. */
int64_t	messages_count(struct messages *p, const struct session *s,
	    int64_t now);

/* Prints a line that ssh wrote. */
void	messages_ssh_line(struct messages *p, const char *line);

/* Clears the countdown before something else is written. */
void	messages_clear(struct messages *p);

#endif
