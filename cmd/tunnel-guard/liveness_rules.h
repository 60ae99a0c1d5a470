/* SPDX-License-Identifier: ISC */
/* Decides when the server or ssh has failed. */
#ifndef TUNNEL_GUARD_LIVENESS_RULES_H
#define TUNNEL_GUARD_LIVENESS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "tunnel-guard/liveness.h"

/*
 * The rules about the two programs at the ends.  The server may not begin or
 * finish its handshake, or may be frozen.  ssh may not notice the end, or may
 * not read.
 */

/* Time of the next rules(), ms; or SPAN_NEVER. */
int64_t	rules_due(const struct liveness *w);

/* True if the guard must end the connection; w->verdict has the reason. */
bool	rules(struct liveness *w, int64_t now);

/* The same for an ssh that reads nothing; due at w->not_reading.timer. */
bool	rules_wedged(struct liveness *w, int64_t now);

#endif
