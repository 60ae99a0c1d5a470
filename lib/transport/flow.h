/* SPDX-License-Identifier: ISC */
/* The state of one direction: backpressure and half-close. */
#ifndef TRANSPORT_FLOW_H
#define TRANSPORT_FLOW_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The books of one direction of a relay: what was read and not yet written,
 * and how far its end has travelled.  Nothing is read while something is held
 * (that is the whole of backpressure), and the end of the input is passed on
 * only behind the last byte (that is the whole of half-close).
 */
struct flow {
	size_t held;		/* bytes read and not yet written */
	bool ended;		/* the input said it has no more */
	bool passed;		/* the output was told so */
	bool broken;		/* the output takes no more */
};

/* n bytes were read, 0 is the end of the input. */
void	flow_read(struct flow *f, size_t n);

/* n of the bytes held were written. */
void	flow_wrote(struct flow *f, size_t n);

/* The output failed: what is held is lost, nothing more can pass. */
void	flow_broke(struct flow *f);

/* The end was passed on, as flow_wants_end() asked. */
void	flow_passed(struct flow *f);

/* What the relay should wait for, or do, now; at most one is true. */
bool	flow_wants_read(const struct flow *f);
bool	flow_wants_write(const struct flow *f);
bool	flow_wants_end(const struct flow *f);

/* True when nothing more will ever pass. */
bool	flow_over(const struct flow *f);

#endif
