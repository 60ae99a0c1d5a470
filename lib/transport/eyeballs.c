/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>

#include "base/span.h"
#include "transport/eyeballs.h"

/* The first index from i on whose family is (or is not) the wanted; or n. */
static size_t
next_of(const int *family, size_t n, size_t i, int wanted, bool is)
{
	while (i < n && (family[i] == wanted) != is)
		i++;
	return i;
}

void
eyeballs_order(const int *family, size_t n, size_t *order)
{
	size_t k, own, other;
	int first = n > 0 ? family[0] : 0;

	own = next_of(family, n, 0, first, true);
	other = next_of(family, n, 0, first, false);
	for (k = 0; k < n; k++) {
		if (other == n || (own < n && k % 2 == 0)) {
			order[k] = own;
			own = next_of(family, n, own + 1, first, true);
		} else {
			order[k] = other;
			other = next_of(family, n, other + 1, first, false);
		}
	}
}

/* --- rounds --- */

enum {
	RESOLVE_AGAIN = 4,	/* rounds before the name is resolved again */
	SETTLE = 100,		/* further changes follow a change, ms */
	CHANCE = 1000,		/* time for an attempt at first, ms */
	CHANCE_MOST = 8000,	/* if changes never stop, ms */
	ASKING = 5000	/* what a question has: resolv.conf(5), timeout */
};

/* From the start of a round to the next, ms; round counts from 0. */
static int64_t
redial_after(int round)
{
	static const int64_t after[] = { 2000, 3000, 5000, 10000 };
	const int last = sizeof after / sizeof *after - 1;

	return after[round < last ? round : last];
}

void
redial_begin(struct redial *r, enum redial_doing doing, int64_t now)
{
	r->doing = doing;
	r->began = now;
	r->due = doing == REDIAL_ASKING || doing == REDIAL_ASKING_BLIND ?
	    SPAN_NEVER : now + redial_after(r->n++);
}

static int64_t
redial_chance(struct redial *r)
{
	switch (r->doing) {
	case REDIAL_ASKING:
		return ASKING;
	case REDIAL_DIALLING:
		r->chance = r->chance == 0 ? CHANCE :
		    r->chance < CHANCE_MOST ? 2 * r->chance : CHANCE_MOST;
		return r->chance;
	default:
		return 0;
	}
}

bool
redial_changed(struct redial *r, int64_t now)
{
	int64_t due = r->began + redial_chance(r);

	if (due < now + SETTLE)
		due = now + SETTLE;
	r->n = 0;
	if (due >= r->due)
		return false;
	r->due = due;
	return true;
}

/* --- failures --- */

bool
redial_may_answer(int error)
{
	switch (error) {
	/* These two come from prohibited and blackholed routes of VPNs. */
	case EACCES:
	case EINVAL:
	case EADDRNOTAVAIL:
	case EHOSTUNREACH:
	case ENETDOWN:
	case ENETUNREACH:
	case ETIMEDOUT:
		return true;
	default:
		return false;
	}
}

bool
redial_may_resolve(int gai, bool online)
{
	return gai == EAI_AGAIN || gai == EAI_SYSTEM ||
	    (gai != EAI_SERVICE && !online);
}

enum cause
redial_cause(int error)
{
	return error == ECONNREFUSED ? CAUSE_REFUSED : CAUSE_UNANSWERED;
}

enum cause
redial_cause_name(int gai)
{
	return gai == EAI_SERVICE ? CAUSE_OTHER :
	    gai == EAI_NONAME ? CAUSE_DNS_NONE : CAUSE_DNS_TEMPORARY;
}

enum redial_next
redial_next(const struct redial *r, bool waits, bool refused)
{
	if (r->doing != REDIAL_DIALLING)
		return REDIAL_RESOLVE;
	if (waits && refused)
		return REDIAL_FAIL;
	return waits && r->n >= RESOLVE_AGAIN ? REDIAL_RESOLVE : REDIAL_DIAL;
}
