/* SPDX-License-Identifier: ISC */
#ifndef RUN_RELAY_H
#define RUN_RELAY_H

#include <stdbool.h>
#include <stdint.h>

#include "link/flow.h"
#include "sys/loop.h"

/* One direction of the connection: the books of flow.h kept on real bytes. */
struct relay {
	struct flow flow;
	int in, out;		/* non-blocking where they are no terminals */
	int pipe;		/* whichever of them is ssh's pipe */
	char *buf;
	size_t size, at;	/* of buf; where the bytes held begin */
	int64_t full;		/* when full reads began to be counted, ms */
	int fulls;		/* full reads since; -1: the pipe has grown */
	int in_slot, out_slot;	/* in this turn of the loop */
	int error;		/* errno of the side that failed, or 0 */
	bool in_failed;		/* it was the input */
};

/* Ready to move bytes from in to out, one of which is pipe. */
int	relay_open(struct relay *r, int in, int out, int pipe);

/* Enters what the relay waits for into a turn of the loop. */
void	relay_watch(struct relay *r, struct loop *l);

/*
 * Reads once; the bytes are at r->buf.  Returns how many, 0 if there were
 * none to have (nothing ready, the end, an error: the flow knows).
 */
size_t	relay_fill(struct relay *r, int64_t now);

/*
 * Writes what is held; returns how many bytes went.  Passes the end on when it
 * is due: shutdown(2) of a socket, close(2) of anything else.
 */
size_t	relay_drain(struct relay *r);

/* True if this turn of the loop brought something to do. */
bool	relay_ready(const struct relay *r, const struct loop *l);

void	relay_close(struct relay *r);

#endif
