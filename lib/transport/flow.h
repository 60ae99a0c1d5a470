/* SPDX-License-Identifier: ISC */
/* The state of one direction: backpressure and half-close. */
#ifndef TRANSPORT_FLOW_H
#define TRANSPORT_FLOW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The state of one direction of a relay: the bytes that were read and not yet
 * written, and whether the end of the input was passed on.  Backpressure: the
 * relay reads nothing while bytes are held.  Half-close: the relay passes the
 * end of the input on only after the last byte.
 */
struct flow {
	size_t held;		/* bytes read and not yet written */
	bool ended;		/* the end of the input was read */
	bool passed;		/* the end was passed on to the output */
	bool broken;		/* writing to the output failed */
};

/* n bytes were read; 0: the end of the input. */
void	flow_read(struct flow *f, size_t n);

/* n of the held bytes were written. */
void	flow_wrote(struct flow *f, size_t n);

/* The output failed: the held bytes are lost, and no more bytes can pass. */
void	flow_broke(struct flow *f);

/* The end was passed on, as flow_wants_end() asked. */
void	flow_passed(struct flow *f);

/* What the relay must wait for, or do, now; at most one of these is true. */
bool	flow_wants_read(const struct flow *f);
bool	flow_wants_write(const struct flow *f);
bool	flow_wants_end(const struct flow *f);

/* True if no more bytes will ever pass. */
bool	flow_over(const struct flow *f);

#endif
