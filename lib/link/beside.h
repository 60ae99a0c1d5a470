/* SPDX-License-Identifier: ISC */
#ifndef LINK_BESIDE_H
#define LINK_BESIDE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * When to dial a second connection beside one on which the server has said
 * nothing yet.
 *
 * Until the banner has come nothing would be lost by a new connection, but a
 * server that is slow to say it must not have to bear many: what it closes
 * unauthenticated it counts (MaxStartups, PerSourcePenalties).  So its kernel
 * is asked, by keepalive probes, for those cost no process there.  While it
 * answers, however long the banner takes, there is no second connection.  Two
 * probes unanswered, and one is dialled: on a path that is dead it costs
 * nobody anything, and if the path is whole but has forgotten the first, it
 * wins.  If the first is heard of again the second is dropped, and the next
 * may begin 2, 4 and then 8 s after the one before: so a lossy path makes few
 * of them, and one whose probes are dropped on purpose makes one.
 */
struct beside {
	int64_t since;		/* silence before this does not count, ms */
	int64_t seen;		/* when we last looked, ms */
	int64_t next;		/* none is dialled before this, ms */
	int64_t gap;		/* between the starts of two, ms */
	bool second;		/* one is under way, or connected */
	int64_t timer;		/* when to look and to ask again, ms */
};

enum beside_order {
	BESIDE_NOTHING,
	BESIDE_DIAL,		/* dial a second connection */
	BESIDE_DROP		/* close it */
};

/* A connection on which nothing has been said was made at now. */
void	beside_start(struct beside *b, int64_t now);

/*
 * A look at the first connection, to be called when b->timer has come, and
 * after which, unless there is a second, a probe is to be sent: the kernel
 * does so once it has heard nothing for a second.  heard is the age of the last sign
 * of the peer, rtt the round trip and four times its variation, ms.
 */
enum beside_order	beside_look(struct beside *b, int64_t now,
			    int64_t heard, int64_t rtt);

/* The second connection failed. */
void	beside_failed(struct beside *b);

#endif
