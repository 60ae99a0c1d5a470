/* SPDX-License-Identifier: ISC */
/* The records that a guard and its supervisor exchange. */
#ifndef PROTO_EVENT_H
#define PROTO_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "proto/cause.h"
#include "proto/path_figures.h"

/*
 * The guard and its supervisor send each other events: one record per packet,
 * one line of key=value (base/pairs.h).  The reader ignores unknown keys, so
 * that later guards may send more.
 */

/* As CONTROL_PROTOCOL; the guard's, in its first event. */
enum { EVENT_PROTOCOL = 1 };

enum event_kind {
	EVENT_NO_KIND,
	EVENT_HELLO,		/* the guard's first event; text: its version */
	EVENT_RESOLVED,		/* the host name has addresses */
	EVENT_CONNECTED,	/* text: to which address */
	EVENT_BANNER,		/* the server has sent its banner */
	EVENT_FAILED,		/* there was no connection; text: why */
	EVENT_VERDICT,		/* the guard ended it; text: the evidence */
	EVENT_CLOSED,		/* it ended by itself; text: why, or "" */
	EVENT_LOGIN,		/* from the supervisor: ssh has logged in */
	EVENT_WAIT,	/* from the supervisor: how long to wait for a banner */
	EVENT_COUNTERS,		/* asked by SIGUSR1; text: key=value words */
	EVENT_PATH		/* from the supervisor: asks for the figures of
				   the path; the guard's answer has them */
};

struct event {
	enum event_kind kind;
	enum cause cause;
	int64_t attempt;	/* of $SSHP_ATTEMPT */
	int64_t pid;		/* of the guard */
	char host[256], port[32]; /* as the guard was told */
	int64_t silent;	/* ms since the server last answered; 0: unknown */
	int64_t protocol;	/* EVENT_HELLO: EVENT_PROTOCOL of the guard */
	int64_t wait;		/* EVENT_WAIT: ms */
	int64_t quiet;		/* ms without traffic before that answer */
	struct path_figures path; /* EVENT_PATH; EVENT_VERDICT, EVENT_CLOSED:
				   in the minute before the last answer */
	char text[400];		/* by kind, as above; or "" */
};

#define EVENT_SIZE 3000	/* bytes of a record, with the NUL */

/* Writes the record to out.  Returns its length, without the NUL. */
size_t	event_encode(const struct event *e, char out[EVENT_SIZE]);

/*
 * Reads a record of n bytes, which a stranger may have sent: text is escaped,
 * and impossible numbers become 0.  Returns 0, or -1 if it is not a record.
 */
int	event_decode(struct event *e, const char *from, size_t n);

#endif
