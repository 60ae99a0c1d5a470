/* SPDX-License-Identifier: ISC */
/* Relays one direction between two descriptors. */
#ifndef TUNNEL_GUARD_RELAY_H
#define TUNNEL_GUARD_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"
#include "transport/flow.h"

/* One direction of the connection: real bytes for the machine of flow.h. */
struct relay {
	struct flow flow;
	int in, out;		/* non-blocking, unless a terminal */
	int pipe;		/* in or out, whichever is ssh's pipe */
	char *buf;		/* NULL: no longer needed */
	size_t size, at;	/* of buf; offset of the held bytes */
	bool splices;		/* the bytes stay in the kernel */
	bool copies;		/* splice(2) does not work here */
	bool tried;		/* in this turn of the loop */
	bool full;		/* the output has no room for held bytes */
	size_t went;		/* spliced, not yet returned by relay_drain() */
	int64_t since;		/* start of sum, ms */
	size_t sum;		/* bytes since then */
	bool enlarged;		/* the pipe has its size for bulk data */
	int in_slot, out_slot;	/* of this turn of the loop */
	int error;		/* errno of the side that failed, or 0 */
	bool in_failed;		/* the input failed */
};

/* Prepares to move bytes from in to out; pipe is one of them.  0, or -1. */
int	relay_open(struct relay *r, int in, int out, int pipe);

/* Adds the relay's descriptors to a turn of the loop. */
void	relay_watch(struct relay *r, struct loop *l);

/*
 * The guard no longer needs to see the bytes: the relay may move them inside
 * the kernel, if the kernel can.
 */
void	relay_unseen(struct relay *r);

/*
 * Reads once; the bytes are at r->buf unless relay_unseen() was called.
 * Returns their number; 0 if nothing is ready, at the end of file, or after an
 * error, as r->flow says.
 */
size_t	relay_fill(struct relay *r, int64_t now);

/*
 * Writes held bytes; returns the number of bytes written since the last call.
 * Passes the end of file on when it is due: shutdown(2) for a socket, close(2)
 * for anything else.
 */
size_t	relay_drain(struct relay *r);

/* True if the relay has work in this turn of the loop. */
bool	relay_ready(const struct relay *r, const struct loop *l);

/* Frees the memory.  The descriptors stay open. */
void	relay_close(struct relay *r);

#endif
