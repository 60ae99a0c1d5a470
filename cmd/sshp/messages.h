/* SPDX-License-Identifier: ISC */
#ifndef SSHP_MESSAGES_H
#define SSHP_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "supervise/session.h"
#include "sys/log.h"

/* What is said to the person about one kept connection. */
struct person {
	const char *name;	/* of the connection, as typed */
	struct log *log;
	bool quiet;		/* only why it ended */
	bool live;		/* a terminal: the countdown can be redrawn */
	bool shown;		/* a countdown stands on the last line */
	char told[400];		/* the reason last told, while it is down */
};

/* It is up; was it lost before, it is back.  more is said with it, or "". */
void	person_up(struct person *p, const struct session *s, int64_t now,
	    const char *more);

/* News while it is up, which do not belong on the screen of a session. */
void	person_news(struct person *p, const struct session *s,
	    const char *text);

void	person_lost(struct person *p, const struct session *s,
	    const char *why);

/* It waits for the next try: says why, but not twice the same. */
void	person_wait(struct person *p, const struct session *s,
	    const char *why);

/* Says what the user must supply to log in; says the same need only once. */
void	person_need(struct person *p, const struct session *s,
	    const char *wants);

/* The countdown; returns when to call again, ms, or SPAN_NEVER. */
int64_t	person_count(struct person *p, const struct session *s, int64_t now);

/* Repeats a line of ssh's. */
void	person_repeat(struct person *p, const char *line);

/* It is given up. */
void	person_end(struct person *p, const struct session *s,
	    const char *why);

/* Clears the countdown: something else will write. */
void	person_clear(struct person *p);

#endif
