/* SPDX-License-Identifier: ISC */
#include "base/span.h"
#include "transport/eyeballs.h"
#include "transport/redial.h"

enum {
	SETTLE = 100,		/* one change brings more, ms */
	CHANCE = 1000,		/* what an attempt has at first, ms */
	CHANCE_MOST = 8000,	/* and where something changes all the time */
	ASKING = 5000	/* what a question has: resolv.conf(5), timeout */
};

void
redial_begin(struct redial *r, enum redial_doing doing, int64_t now)
{
	r->doing = doing;
	r->began = now;
	r->due = doing == REDIAL_ASKING || doing == REDIAL_ASKING_BLIND ?
	    SPAN_NEVER : now + eyeballs_renew(r->n++);
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
