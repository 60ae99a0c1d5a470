/* SPDX-License-Identifier: ISC */
/*
 * Orders the addresses to try (RFC 8305), and decides whether and when to
 * retry them.
 */
#ifndef TRANSPORT_EYEBALLS_H
#define TRANSPORT_EYEBALLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/cause.h"

/* Between the starts of two attempts, ms (RFC 8305, 8: 250 recommended). */
#define EYEBALLS_DELAY 250

/*
 * Orders n addresses, known by their family alone and given in the resolver's
 * order of preference: the families take turns, the first one's first (RFC
 * 8305, 4).  order[i] becomes the index of the address to try as the i-th.
 */
void	eyeballs_order(const int *family, size_t n, size_t *order);

/* --- rounds: if no address answers, the guard tries all again --- */

enum redial_doing {
	REDIAL_IDLE,		/* nothing: there is no network */
	REDIAL_ASKING,		/* the resolver runs, and ends by itself */
	REDIAL_ASKING_BLIND,	/* the same, begun without a network */
	REDIAL_DIALLING
};

struct redial {
	enum redial_doing doing;
	int n;			/* rounds of dialling since a network change */
	int64_t began;		/* start of the present round, ms */
	int64_t due;		/* start of the next round, ms; or SPAN_NEVER */
	int64_t chance;		/* how long the last round that a network change
				   cut short was allowed to take, ms */
};

/*
 * A round begins at now.  If *r is all zero, it is the first round.  The next
 * round of dialling is due after 2, 3, 5 and then 10 s, because the kernel
 * repeats a SYN only after 1, 3, 7 and 15 s.  Without new rounds, the guard
 * would notice a repaired path that much later.
 */
void	redial_begin(struct redial *r, enum redial_doing doing, int64_t now);

/*
 * The network changed at now.  The present round keeps some time for an answer,
 * twice as long as at the change before: otherwise no answer would come in time
 * on a network that changes all the time.  True if the next round is due sooner
 * because of the change.
 */
bool	redial_changed(struct redial *r, int64_t now);

/* --- failures: does another attempt help? --- */

/*
 * True if connect(2) failed with error (errno), and a network, or another
 * network, could help.
 */
bool	redial_may_answer(int error);

/*
 * True if the resolver failed with gai, an error of getaddrinfo(3), and a
 * network could help.  online: this machine has an address that other machines
 * can answer to.
 */
bool	redial_may_resolve(int gai, bool online);

/* The causes that sshp shows for these failures. */
enum cause	redial_cause(int error);
enum cause	redial_cause_name(int gai);

enum redial_next {
	REDIAL_FAIL,		/* one address refused, and the others are
				   silent: this is final */
	REDIAL_DIAL,		/* dial the same addresses again */
	REDIAL_RESOLVE		/* resolve the name again */
};

/*
 * Call this when r->due has come, and no address has answered.  waits: the
 * guard waits for the network (-W), so the name is resolved again after some
 * rounds.  refused: one of the addresses refused the connection.
 */
enum redial_next	redial_next(const struct redial *r, bool waits,
			    bool refused);

#endif
