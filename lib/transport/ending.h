/* SPDX-License-Identifier: ISC */
/* When to signal an ssh that does not exit. */
#ifndef TRANSPORT_ENDING_H
#define TRANSPORT_ENDING_H

#include <stdint.h>

/*
 * How the ssh above is ended: the pipes were closed, which is enough as a
 * rule; one that is still there after a grace is asked to end, then made to.
 * A stopped ssh (^Z) is left alone: it meets the closed pipes when continued.
 */
struct ending {
	int stage;
	int64_t timer;		/* when to step next, ms */
};

enum ending_order {
	ENDING_WAIT,		/* nothing to do until timer, or it leaves */
	ENDING_TERM,		/* send SIGTERM to what is proven to be ssh */
	ENDING_KILL,		/* send SIGKILL */
	ENDING_DONE		/* go */
};

/* What became of ssh. */
enum ending_ssh {
	SSH_LEFT,		/* it is gone, or was never known */
	SSH_STOPPED,
	SSH_THERE
};

/* The pipes are closed; the first signal may be sent grace ms later. */
void	ending_start(struct ending *e, int64_t now, int64_t grace);

/* To be called at e->timer and whenever ssh may have left. */
enum ending_order	ending_step(struct ending *e, int64_t now,
			    enum ending_ssh ssh);

#endif
