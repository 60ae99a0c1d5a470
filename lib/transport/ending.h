/* SPDX-License-Identifier: ISC */
/* When to end an ssh that does not exit by itself. */
#ifndef TRANSPORT_ENDING_H
#define TRANSPORT_ENDING_H

#include <stdbool.h>
#include <stdint.h>

#include "transport/verdict.h"

/*
 * The guard ends the ssh that started it.  The guard has closed the pipes,
 * which is usually enough.  If ssh is still there after a grace time, ssh gets
 * SIGTERM, then SIGKILL.  A stopped ssh (^Z) gets no signal: when the user
 * continues it, it finds the pipes closed.
 */
struct ending {
	int stage;		/* 0: pipes closed; 1: SIGTERM; 2: SIGKILL */
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

/*
 * Call this at e->timer, and whenever ssh may have exited; now in ms.  Returns
 * the order.
 */
enum ending_order	ending_step(struct ending *e, int64_t now,
			    enum ending_ssh ssh);

/*
 * The server closed the connection.  ssh gets the end of file, and exits.  An
 * ssh that has not exited for the limit of silence does not notice, and the
 * guard ends it.
 */
struct ending_eof {
	int64_t silence_limit;	/* for ssh to exit, ms */
	int64_t since;		/* when ssh got the end of file, ms;
				 * SPAN_NEVER: not yet */
	int64_t timer;		/* when ending_eof_look() is due, ms;
				 * SPAN_NEVER */
};

/* Begins; silence_limit: -t, ms. */
void	ending_eof_start(struct ending_eof *e, int64_t silence_limit);

/* ssh got the server's end of file by now; only the first call counts. */
void	ending_eof_came(struct ending_eof *e, int64_t now);

/* The time begins again at now, if ssh got the end of file. */
void	ending_eof_forgive(struct ending_eof *e, int64_t now);

/* Call this when e->timer has come.  True if ssh must end; v has the reason. */
bool	ending_eof_look(const struct ending_eof *e, int64_t now,
	    struct verdict *v);

/*
 * Call this after ending_eof_look() gave a verdict.  True, and the time begins
 * again, if the verdict does not hold: ssh is stopped or gone.
 */
bool	ending_eof_excused(struct ending_eof *e, int64_t now,
	    enum ending_ssh ssh);

#endif
