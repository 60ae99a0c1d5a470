/* SPDX-License-Identifier: ISC */
/* When to signal an ssh that does not exit. */
#ifndef TRANSPORT_ENDING_H
#define TRANSPORT_ENDING_H

#include <stdint.h>

/*
 * The guard ends the ssh that started it.  The guard has closed the pipes,
 * which is usually enough.  If ssh is still there after a grace time, ssh gets
 * SIGTERM, then SIGKILL.  A stopped ssh (^Z) gets no signal: when the user
 * continues it, it finds the pipes closed.
 */
struct ending {
	int stage;
	int64_t timer;		/* when to step next, ms */
};

enum ending_order {
	ENDING_WAIT,		/* nothing to do until timer, or ssh exits */
	ENDING_TERM,		/* send SIGTERM, if it is proven to be ssh */
	ENDING_KILL,		/* send SIGKILL, likewise */
	ENDING_DONE		/* the guard may exit */
};

/* The state of ssh. */
enum ending_ssh {
	SSH_LEFT,		/* ssh has exited, or was never known */
	SSH_STOPPED,
	SSH_THERE
};

/* The pipes are closed; the first signal may be sent grace ms later. */
void	ending_start(struct ending *e, int64_t now, int64_t grace);

/* The caller calls this at e->timer and whenever ssh may have exited. */
enum ending_order	ending_step(struct ending *e, int64_t now,
			    enum ending_ssh ssh);

#endif
