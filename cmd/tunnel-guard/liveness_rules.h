/* SPDX-License-Identifier: ISC */
/* When the server or ssh has failed: banner, handshake, frozen, not reading. */
#ifndef TUNNEL_GUARD_LIVENESS_RULES_H
#define TUNNEL_GUARD_LIVENESS_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "tunnel-guard/liveness.h"

/*
 * What the watch makes of the two programs at the ends: a server that does not
 * begin, or finish, its handshake, or is frozen; an ssh that does not see the
 * end, or reads nothing.
 */

/* When rules() is due, ms; or SPAN_NEVER. */
int64_t	rules_due(const struct liveness *w);

/* True if the connection is to end, for the reason in w->verdict. */
bool	rules(struct liveness *w, int64_t now);

/* The same of an ssh that reads nothing; due at w->not_reading.timer. */
bool	rules_wedged(struct liveness *w, int64_t now);

#endif
