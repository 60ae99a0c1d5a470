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
 * Connects to the first of several addresses that answers.  Attempts start in
 * the given order.  The next attempt starts after a delay, or as soon as the
 * attempt before fails.  The first answer wins; the other attempts are closed.
 */
struct dial {
	const struct address *addr;	/* the caller's, in order */
	size_t n, next;			/* addresses; index of the next one */
	size_t tried;			/* attempts started, in all rounds */
	int64_t delay, due;		/* between starts; the next start, ms */
	size_t won;			/* index of the address connected to */
	int error;			/* errno of an attempt that failed */
	const struct source_address
	    *sender;	/* the caller's, from dial_open() on */
	struct oops why;		/* why the sender could not be set */
	int fd[RESOLVE_MAX];		/* running attempts, or -1 */
	int slot[RESOLVE_MAX];		/* slots of fd in this turn's loop */
};

/*
 * Prepares attempts to addr[0..n), n at most RESOLVE_MAX, delay ms apart, from
 * the source address sender.  addr and sender must stay valid.
 */
void	dial_open(struct dial *d, const struct address *addr, size_t n,
	    const struct source_address *sender, int64_t delay, int64_t now);

/* Adds the attempts, and the time of the next start, to a turn of the loop. */
void	dial_watch(struct dial *d, struct loop *l);

/*
 * Checks running attempts and starts due ones, after the wait.  Returns a
 * connected, non-blocking socket; or -1 and errno.  errno is EINPROGRESS while
 * attempts run or remain.  Otherwise it is that of a failed attempt;
 * ECONNREFUSED is preferred, because it is an answer.
 */
int	dial_step(struct dial *d, const struct loop *l);

/* Closes all unanswered attempts, and starts again with the first address. */
void	dial_again(struct dial *d, int64_t now);

/* Closes the running attempts. */
void	dial_close(struct dial *d);

#endif
