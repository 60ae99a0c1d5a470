/* SPDX-License-Identifier: ISC */
/* The records that a guard and its supervisor exchange. */
#ifndef PROTO_EVENT_H
#define PROTO_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "proto/cause.h"

/*
 * What a guard tells its supervisor, and what the supervisor tells it: one
 * record a packet, one line of key=value as base/pairs.h has it.  Keys that are
 * not known are passed over, so that later guards may say more.
 */

enum event_kind {
	EVENT_NO_KIND,
	EVENT_HELLO,		/* the first: who speaks */
	EVENT_RESOLVED,
	EVENT_CONNECTED,	/* text: to which address */
	EVENT_BANNER,		/* an SSH server has identified itself */
	EVENT_FAILED,		/* there was no connection; text: why */
	EVENT_VERDICT,		/* the guard ended it; text: the evidence */
	EVENT_CLOSED,		/* it ended by itself */
	EVENT_LOGIN,		/* from the supervisor: ssh has logged in */
	EVENT_WAIT,	/* from the supervisor: how long to wait for a banner */
	EVENT_COUNTERS		/* asked by SIGUSR1; text: key=value words */
};

struct event {
	enum event_kind kind;
	enum cause cause;
	int64_t attempt;	/* of $SSHP_ATTEMPT */
	int64_t pid;		/* of the guard */
	char host[256], port[32]; /* as the guard was told */
	int64_t silent;	/* ms since the server last answered; 0: unknown */
	int64_t wait;		/* EVENT_WAIT: ms */
	int64_t quiet;		/* ms for which nobody had spoken before that */
	char text[400];
};

#define EVENT_SIZE 3000

/* Writes the record, without a NUL that counts; its length. */
size_t	event_encode(const struct event *e, char out[EVENT_SIZE]);

/* Reads a record that came from a stranger; 0, or -1 if it is none. */
int	event_decode(struct event *e, const char *from, size_t n);

#endif
