/* SPDX-License-Identifier: ISC */
/* Connects to several addresses side by side. */
#ifndef SYS_DIAL_H
#define SYS_DIAL_H

#include <stddef.h>
#include <stdint.h>

#include "base/oops.h"
#include "sys/loop.h"
#include "sys/resolve.h"
#include "sys/source_address.h"

/*
 * Connects to the first of several addresses that answers.  They are tried in
 * the order given, each a little after the one before or as soon as that
 * fails; whichever answers first wins, the others are closed.
 */
struct dial {
	const struct address *addr;	/* the caller's, in order */
	size_t n, next;			/* how many; which to try next */
	size_t tried;			/* how many were, in all rounds */
	int64_t delay, due;		/* between starts; the next start, ms */
	size_t won;			/* index of the address connected to */
	int error;			/* errno of one that failed */
	const struct source_address
	    *sender;	/* the caller's, from dial_open() on */
	struct oops why;		/* it failed for the sender: how */
	int fd[RESOLVE_MAX];		/* attempts under way, or -1 */
	int slot[RESOLVE_MAX];		/* of fd in this turn of the loop */
};

/*
 * Ready to try addr[0..n), n at most RESOLVE_MAX, delay ms apart, as sender.
 */
void	dial_open(struct dial *d, const struct address *addr, size_t n,
	    const struct source_address *sender, int64_t delay, int64_t now);

/* Enters the attempts, and when the next is due, into a turn of the loop. */
void	dial_watch(struct dial *d, struct loop *l);

/*
 * Reaps and starts attempts after the wait.  Returns a connected, non-blocking
 * socket; or -1 and errno: EINPROGRESS while there is hope, else a failure's,
 * ECONNREFUSED before all others, for that is an answer.
 */
int	dial_step(struct dial *d, const struct loop *l);

/* Gives up what nobody answered, and begins anew with the first. */
void	dial_again(struct dial *d, int64_t now);

/* Closes the attempts under way. */
void	dial_close(struct dial *d);

#endif
