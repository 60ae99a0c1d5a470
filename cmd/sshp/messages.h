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

void	messages_lost(struct messages *p, const struct session *s,
	    const char *why);

/* An attempt failed: prints why, but the same reason only once. */
void	messages_wait(struct messages *p, const char *why);

/* Prints what the user must supply to log in; the same need only once. */
void	messages_need(struct messages *p, const struct session *s,
	    const char *wants);

/* The countdown; returns when to call again, ms, or SPAN_NEVER. */
int64_t	messages_count(struct messages *p, const struct session *s,
	    int64_t now);

/* Prints a line that ssh wrote. */
void	messages_ssh_line(struct messages *p, const char *line);

/* sshp gives up, or was stopped. */
void	messages_end(struct messages *p, const struct session *s,
	    const char *why);

/* Clears the countdown before something else is written. */
void	messages_clear(struct messages *p);

#endif
