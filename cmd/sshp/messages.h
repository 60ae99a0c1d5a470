/* SPDX-License-Identifier: ISC */
/* What sshp tells the user, and the countdown. */
#ifndef SSHP_MESSAGES_H
#define SSHP_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/session.h"
#include "sys/log.h"

/* What is said to the person about one kept connection. */
struct messages {
	const char *name;	/* of the connection, as typed */
	struct log *log;
	bool quiet;		/* only why it ended */
	bool live;		/* a terminal: the countdown can be redrawn */
	bool shown;		/* a countdown stands on the last line */
	char told[400];		/* the reason last told, while it is down */
};

/* It is up; was it lost before, it is back.  more is said with it, or "". */
void	messages_up(struct messages *p, const struct session *s, int64_t now,
	    const char *more);

/* News while it is up, which do not belong on the screen of a session. */
void	messages_news(struct messages *p, const struct session *s,
	    const char *text);

void	messages_lost(struct messages *p, const struct session *s,
	    const char *why);

/* It waits for the next try: says why, but not twice the same. */
void	messages_wait(struct messages *p, const struct session *s,
	    const char *why);

/* Says what the user must supply to log in; says the same need only once. */
void	messages_need(struct messages *p, const struct session *s,
	    const char *wants);

/* The countdown; returns when to call again, ms, or SPAN_NEVER. */
int64_t	messages_count(struct messages *p, const struct session *s,
	    int64_t now);

/* Repeats a line of ssh's. */
void	messages_repeat(struct messages *p, const char *line);

/* It is given up. */
void	messages_end(struct messages *p, const struct session *s,
	    const char *why);

/* Clears the countdown: something else will write. */
void	messages_clear(struct messages *p);

#endif
