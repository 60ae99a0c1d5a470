/* SPDX-License-Identifier: ISC */
/* Relays one direction between two descriptors. */
#ifndef TUNNEL_GUARD_RELAY_H
#define TUNNEL_GUARD_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "sys/loop.h"
#include "transport/flow.h"

/* One direction of the connection: the books of flow.h kept on real bytes. */
struct relay {
	struct flow flow;
	int in, out;		/* non-blocking where they are no terminals */
	int pipe;		/* whichever of them is ssh's pipe */
	char *buf;		/* NULL: not needed any more */
	size_t size, at;	/* of buf; where the bytes held begin */
	bool splices;		/* the bytes do not come here any more */
	bool copies;		/* splice(2) was tried, and cannot */
	bool tried;		/* in this turn of the loop */
	bool full;		/* the output has no room for what waits */
	size_t went;		/* spliced, and not yet told by relay_drain() */
	int64_t since;		/* when sum began, ms */
	size_t sum;		/* bytes since */
	bool enlarged;		/* the pipe has what bulk deserves */
	int in_slot, out_slot;	/* in this turn of the loop */
	int error;		/* errno of the side that failed, or 0 */
	bool in_failed;		/* it was the input */
};

/* Ready to move bytes from in to out, one of which is pipe. */
int	relay_open(struct relay *r, int in, int out, int pipe);

/* Enters what the relay waits for into a turn of the loop. */
void	relay_watch(struct relay *r, struct loop *l);

/*
 * From now on nobody needs to see the bytes: they may pass inside the kernel,
 * where it can do that.
 */
void	relay_unseen(struct relay *r);

/*
 * Reads once; the bytes are at r->buf unless relay_unseen() was called.
 * Returns how many, 0 if there were none to have (nothing ready, the end, an
 * error: the flow knows).
 */
size_t	relay_fill(struct relay *r, int64_t now);

/*
 * Writes what is held; returns how many bytes went since it was last asked.
 * Passes the end on when it is due: shutdown(2) of a socket, close(2) of
 * anything else.
 */
size_t	relay_drain(struct relay *r);

/* True if this turn of the loop brought something to do. */
bool	relay_ready(const struct relay *r, const struct loop *l);

/* Gives the memory back.  The descriptors stay. */
void	relay_close(struct relay *r);

#endif
